import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** The simulated scanner: a program of its own that speaks a scanner's bytes on a pty. */
export interface DemoScanner {
  /** The port that the station opens. */
  readonly path: string;
  /** Sends the bytes of one read of `text`. */
  scan(text: string): void;
  isPlugged(): boolean;
  unplug(): void;
  plug(): void;
  close(): Promise<void>;
}

/** Starts the simulator with its port in `folder`. */
export async function startDemoScanner(repository: string, folder: string): Promise<DemoScanner> {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const path = join(folder, "scanner");
  const program = join(repository, "firmware-bridge/simulator/scanner-simulator.ts");
  const child = spawn(process.execPath, [program, "--link", path, "--aim", "--rate", "0"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout });
  const ready = new Promise<void>((resolve, reject) => {
    lines.on("line", (line) => {
      if (line.includes('"ready":true')) resolve();
    });
    child.once("exit", (code) =>
      reject(new Error(`the simulated scanner ended (${String(code)})`)),
    );
    child.once("error", reject);
  });
  await ready;
  let isPlugged = true;
  const tell = (command: object) => child.stdin.write(`${JSON.stringify(command)}\n`);
  return {
    path,
    scan: (text) => tell({ scan: text }),
    isPlugged: () => isPlugged,
    unplug() {
      isPlugged = false;
      tell({ unplug: true });
    },
    plug() {
      isPlugged = true;
      tell({ plug: true });
    },
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
}
