import type { ChildProcessByStdio } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";

/** A simulator as its starter sees it: commands in, one JSON line out for each. */
export type SimulatorChild = ChildProcessByStdio<Writable, Readable, Readable>;

/** A simulator's lines, handed out in order to those who asked. */
export class LineAnswers {
  readonly #waiting: { resolve(line: string): void; reject(cause: Error): void }[] = [];
  #said = "";

  constructor(child: SimulatorChild) {
    createInterface({ input: child.stdout }).on("line", (line) => {
      this.#waiting.shift()?.resolve(line);
    });
    child.stderr.on("data", (bytes: Buffer) => {
      this.#said = `${this.#said}${bytes.toString()}`.slice(-2_000);
    });
    const failAll = () => {
      const cause = new Error(`the simulated device ended: ${this.#said.trim()}`);
      for (const { reject } of this.#waiting.splice(0)) reject(cause);
    };
    child.on("exit", failAll);
    child.on("error", failAll);
    child.stdin.on("error", failAll);
  }

  /** The next line that nobody was promised yet. Rejects when the simulator ends first. */
  next(): Promise<string> {
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }
}
