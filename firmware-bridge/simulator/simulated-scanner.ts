import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("./scanner-simulator.ts", import.meta.url));

type Simulator = ChildProcessByStdio<Writable, Readable, Readable>;

/** Where the port appears, and how the scanner is set up. */
export interface SimulatedScannerOptions {
  /** Existing folder for the port's link. */
  readonly folder: string;
  /** Further arguments of the simulator, such as `--aim` or `--suffix none`. */
  readonly arguments?: readonly string[];
}

/** A simulated scanner in a process of its own. */
export interface SimulatedScanner {
  /** The port to open. */
  readonly path: string;
  /** Scans `text`. Resolves when its bytes are on the way; false when the cable is out. */
  scan(text: string): Promise<boolean>;
  /** Sends raw bytes; as `scan`. */
  bytes(bytes: Uint8Array): Promise<boolean>;
  /** Pulls the plug after what was sent has reached the host. */
  unplug(): Promise<void>;
  plug(): Promise<void>;
  /** Ends the process; idempotent. */
  close(): Promise<void>;
}

/** Starts the simulator program and waits until its port is there. */
export async function startSimulatedScanner(
  options: SimulatedScannerOptions,
): Promise<SimulatedScanner> {
  const path = join(options.folder, "scanner");
  const child = spawn(process.execPath, [PROGRAM, "--link", path, ...(options.arguments ?? [])], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  const answers = new Answers(child);
  await answers.next();
  const ask = (command: object): Promise<string> => {
    const answer = answers.next();
    child.stdin.write(`${JSON.stringify(command)}\n`);
    return answer;
  };
  const send = async (command: object) => (await ask(command)).includes('"wrote"');
  return {
    path,
    scan: (text) => send({ scan: text }),
    bytes: (bytes) => send({ bytesHex: Buffer.from(bytes).toString("hex") }),
    unplug: async () => void (await ask({ unplug: true })),
    plug: async () => void (await ask({ plug: true })),
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
}

/** The simulator's lines, handed out in order to those who asked. */
class Answers {
  readonly #waiting: { resolve(line: string): void; reject(cause: Error): void }[] = [];
  #said = "";

  constructor(child: Simulator) {
    createInterface({ input: child.stdout }).on("line", (line) => {
      this.#waiting.shift()?.resolve(line);
    });
    child.stderr.on("data", (bytes: Buffer) => {
      this.#said = `${this.#said}${bytes.toString()}`.slice(-2_000);
    });
    const failAll = () => {
      const cause = new Error(`the simulated scanner ended: ${this.#said.trim()}`);
      for (const { reject } of this.#waiting.splice(0)) reject(cause);
    };
    child.on("exit", failAll);
    child.on("error", failAll);
    child.stdin.on("error", failAll);
  }

  next(): Promise<string> {
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }
}
