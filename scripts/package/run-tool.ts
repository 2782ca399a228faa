import { spawnSync } from "node:child_process";

/**
 * Runs a program to its end; what it prints is shown only when it fails.
 * @throws Error in the program's own words
 */
export function runTool(command: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, [...args], {
    encoding: "utf8",
    maxBuffer: 16 * 1024 * 1024,
  });
  if (status === 0) return stdout;
  const words = error?.message ?? `${stdout}${stderr}`;
  throw new Error(`${command} failed: ${words.slice(-4_000)}`, { cause: error });
}
