import { createInterface } from "node:readline";
import { optionProblem } from "@gatehouse/protocols/error/option-problem";
import { sayJsonLine } from "./json-line.ts";

/** A simulated device in its own program. */
export interface Simulator {
  /** Makes the port appear and says so in one line. */
  start(): Promise<void>;
  /** Does what one line of standard input asks and answers in one line; false when it is no command. */
  obey(line: string): Promise<boolean>;
  /** What it does by itself until it is done; null when it only obeys. */
  work(signal: AbortSignal): Promise<void> | null;
  close(): Promise<void>;
}

/** How a simulator's program is called. */
export interface SimulatorProgram<Options extends object> {
  readonly help: string;
  /** @throws Error in plain words on what it does not understand */
  readOptions(argv: readonly string[]): Options | "help";
  create(options: Options): Simulator;
}

/**
 * Runs a simulator until its work is done, its commander is gone, or SIGTERM/SIGINT.
 * @returns exit status
 */
export async function runSimulatorProgram<Options extends object>(
  argv: readonly string[],
  program: SimulatorProgram<Options>,
): Promise<number> {
  let options: Options | "help";
  try {
    options = program.readOptions(argv);
  } catch (cause) {
    complain(cause);
    return 2;
  }
  if (options === "help") {
    process.stdout.write(program.help);
    return 0;
  }
  return await run(program.create(options));
}

async function run(simulator: Simulator): Promise<number> {
  const stop = new AbortController();
  const stopNow = () => stop.abort();
  process.on("SIGTERM", stopNow).on("SIGINT", stopNow);
  process.stdout.on("error", stopNow);
  try {
    await simulator.start();
    await Promise.race([workAndObey(simulator, stop.signal), aborted(stop.signal)]);
    return 0;
  } catch (cause) {
    if (stop.signal.aborted) return 0;
    complain(cause);
    return 1;
  } finally {
    stopNow();
    await simulator.close();
    // Standard input may still be open and would keep the process.
    process.stdin.destroy();
  }
}

async function workAndObey(simulator: Simulator, signal: AbortSignal): Promise<void> {
  const commands = obeyAll(simulator, signal);
  const work = simulator.work(signal);
  if (work !== null) await Promise.race([work, failureOf(commands)]);
  else await commands;
}

/** Rejects as `commands` does; their end alone is no reason to stop working. */
function failureOf(commands: Promise<void>): Promise<never> {
  return new Promise((_resolve, reject) => {
    commands.catch(reject);
  });
}

/** Obeys standard input, line by line, until it ends: whoever started us for commands is gone then. */
async function obeyAll(simulator: Simulator, signal: AbortSignal): Promise<void> {
  const lines = createInterface({ input: process.stdin, signal });
  for await (const line of lines) {
    if (line.trim() === "") continue;
    if (!(await simulator.obey(line))) sayJsonLine({ refused: "not a command" });
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve());
    if (signal.aborted) resolve();
  });
}

function complain(cause: unknown): void {
  const message = cause instanceof Error ? cause.message : String(cause);
  process.stderr.write(`${optionProblem(cause) ?? message}\n`);
}
