import { spawn } from "node:child_process";
import { join } from "node:path";

/** Our bundle that Electron starts. */
export const ELECTRON_MAIN = join(import.meta.dirname, "dist/main.mjs");

/**
 * Runs the station in Electron until its window is closed or `stop` aborts.
 * @param args the station's own options
 * @returns its exit status, null when a signal ended it
 */
export function runElectron(
  program: string,
  args: readonly string[],
  stop: AbortSignal,
): Promise<number | null> {
  const child = spawn(program, [ELECTRON_MAIN, "--", ...args], { stdio: ["ignore", 2, 2] });
  return new Promise((resolve, reject) => {
    stop.addEventListener("abort", () => child.kill("SIGTERM"), { once: true });
    child.once("error", reject);
    child.once("exit", (code) => resolve(code));
  });
}
