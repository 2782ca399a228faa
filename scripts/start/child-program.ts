import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** One of our programs, running beside this one. */
export interface ChildProgram<Ready> {
  readonly ready: Ready;
  /** Asks it to end, and waits. */
  close(): Promise<void>;
  /** SIGKILL, and waits. */
  kill(): Promise<void>;
}

/** What to run. */
export interface ChildOptions {
  /** For a message to a person. */
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

const READY_TIMEOUT_MS = 120_000;
const CLOSE_TIMEOUT_MS = 15_000;

/**
 * Starts a program of this repository under the current Node and waits until it says
 * `{type: "ready", …}` over its IPC channel. Its own messages go to our standard error.
 */
export async function startChild<Ready extends { type: "ready" }>(
  options: ChildOptions,
): Promise<ChildProgram<Ready>> {
  const child = spawn(process.execPath, [options.file, ...options.args], {
    stdio: ["ignore", 2, 2, "ipc"],
    env: options.env,
  });
  const ready = await new Promise<Ready>((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`${options.name} was not ready within ${READY_TIMEOUT_MS / 1000} s`));
    }, READY_TIMEOUT_MS);
    child.on("message", (message: unknown) => {
      if (!isReady<Ready>(message)) return;
      clearTimeout(timer);
      resolve(message);
    });
    child.once("exit", (code, signal) => {
      clearTimeout(timer);
      reject(new Error(`${options.name} ended (${signal ?? code}) before it was ready`));
    });
  });
  return { ready, close: () => end(child, "SIGTERM"), kill: () => end(child, "SIGKILL") };
}

/** Runs one of our commands to its end and answers what it printed. */
export async function runForText(
  file: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<string> {
  const child = spawn(process.execPath, [file, ...args], { stdio: ["ignore", "pipe", 2], env });
  let output = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    output += chunk.toString("utf8");
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`${file} ${args[0] ?? ""} ended with ${String(code)}`);
  return output;
}

/** The same, for a command whose last line is JSON. */
export async function runForJson<Answer>(
  file: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Answer> {
  const output = await runForText(file, args, env);
  return JSON.parse(output.trim().split("\n").at(-1) ?? "null") as Answer;
}

function isReady<Ready>(message: unknown): message is Ready {
  return (
    typeof message === "object" && message !== null && "type" in message && message.type === "ready"
  );
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill(signal);
  const timer = setTimeout(() => child.kill("SIGKILL"), CLOSE_TIMEOUT_MS);
  await ended;
  clearTimeout(timer);
}
