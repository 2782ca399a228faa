import { spawn } from "node:child_process";
import { once } from "node:events";
import { LineAnswers } from "./line-answers.ts";

/** A simulator in a process of its own. */
export interface SimulatorProcess {
  /** Gives a command; resolves with the line that answers it. */
  ask(command: object): Promise<string>;
  /** Ends the process; idempotent. */
  close(): Promise<void>;
}

/** Starts the simulator `program` (an absolute path) and waits until its port is there. */
export async function startSimulatorProcess(
  program: string,
  argv: readonly string[],
): Promise<SimulatorProcess> {
  const child = spawn(process.execPath, [program, ...argv], { stdio: ["pipe", "pipe", "pipe"] });
  const answers = new LineAnswers(child);
  await answers.next();
  return {
    ask(command) {
      const answer = answers.next();
      child.stdin.write(`${JSON.stringify(command)}\n`);
      return answer;
    },
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
}
