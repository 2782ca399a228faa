import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";

/** A program of a package, running. */
export interface InstalledProgram {
  readonly pid: number | undefined;
  /** Resolves with the first match, from now on or before; rejects when the program ends first. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  /** Asks it to end; answers its exit code. */
  stop(): Promise<number | null>;
}

/** How a program is run: from `/`, with this environment and nothing else. */
export interface ProgramCall {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Starts a program that goes on running. */
export function startProgram({ file, args, env }: ProgramCall): InstalledProgram {
  const child = spawn(file, [...args], { cwd: "/", env, stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  const collect = (chunk: Buffer) => {
    text += chunk.toString("utf8");
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  const ended = once(child, "close");
  return {
    pid: child.pid,
    says: (pattern) =>
      new Promise((resolve, reject) => {
        const check = () => {
          const match = pattern.exec(text);
          if (match) resolve(match);
        };
        child.stdout.on("data", check);
        child.stderr.on("data", check);
        child.once("close", () => reject(new Error(`ended before ${pattern}: ${text}`)));
        check();
      }),
    async stop() {
      child.kill("SIGTERM");
      await ended;
      return child.exitCode;
    },
  };
}

/** Runs a program to its end and answers what it printed. */
export async function runProgram({ file, args, env }: ProgramCall): Promise<string> {
  const { stdout } = await promisify(execFile)(file, [...args], { cwd: "/", env });
  return stdout;
}
