import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import type { Logger } from "pino";
import { type ChildMessage, type ChildPorts, childMessageSchema } from "../process-contract.ts";
import { RotatingFile } from "../rotating-file.ts";

/** A child that is neither ready nor failed by then hangs. */
const START_DEADLINE_MS = 60_000;
/** Time for a clean close before the process is killed. */
const CLOSE_GRACE_MS = 8_000;

/** One process to run. */
export interface ChildOptions {
  readonly name: "gateway" | "web";
  /** Absolute path of its program. */
  readonly program: string;
  readonly environment: Readonly<Record<string, string>>;
  /** What it writes to its standard error lands in `<name>-stderr.log` here. */
  readonly logsFolder: string;
  readonly logger: Logger;
}

/** One run of a process, from ready to end. */
export interface ChildLife {
  readonly ports: ChildPorts;
  readonly pid: number;
  /** Resolves with how it ended. */
  readonly ended: Promise<string>;
  /** SIGTERM, and SIGKILL after a grace. */
  end(): Promise<void>;
}

/**
 * Starts a process and waits for its `ready`.
 * @throws Error in the child's own words when it fails, with its name when it ends unexplained
 */
export async function startLife(options: ChildOptions): Promise<ChildLife> {
  const child = fork(options.program, {
    env: { ...options.environment },
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  keepComplaints(child, join(options.logsFolder, `${options.name}-stderr.log`));
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  try {
    const ports = await untilReady(child, ended, options.name);
    options.logger.info({ child: options.name, pid: child.pid, ports }, "ready");
    return { ports, pid: child.pid ?? 0, ended, end: () => endProcess(child, ended) };
  } catch (error) {
    await endProcess(child, ended);
    throw error;
  }
}

function untilReady(child: ChildProcess, ended: Promise<string>, name: string) {
  return new Promise<ChildPorts>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${name} does not start`)), START_DEADLINE_MS);
    child.on("message", (input) => {
      const message = readMessage(input);
      if (message === null) return;
      clearTimeout(timer);
      if (message.type === "ready") resolve(message.ports);
      else reject(new Error(message.message));
    });
    void ended.then((how) => {
      clearTimeout(timer);
      reject(new Error(`${name} ended before it was ready: ${how}`));
    });
  });
}

function readMessage(input: unknown): ChildMessage | null {
  const parsed = childMessageSchema.safeParse(input);
  return parsed.success ? parsed.data : null;
}

function keepComplaints(child: ChildProcess, path: string): void {
  const file = new RotatingFile(path);
  child.stderr?.on("data", (chunk: Buffer) => file.write(chunk));
  child.stderr?.once("close", () => file.close());
}

async function endProcess(child: ChildProcess, ended: Promise<string>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), CLOSE_GRACE_MS);
  await ended;
  clearTimeout(timer);
}
