import { execFile } from "node:child_process";

/** How a short-lived program ended. */
export interface ProgramOutcome {
  /** 0 = well; null when it could not be started or was killed. */
  readonly exitCode: number | null;
  readonly stdout: string;
  /** Its complaints, or why it could not be started. */
  readonly stderr: string;
}

/** Under which user and in which surroundings a program runs. */
export interface ProgramOptions {
  readonly uid?: number;
  readonly gid?: number;
  readonly cwd?: string;
  readonly env?: Record<string, string>;
  readonly timeoutMs?: number;
}

/** Runs a program to its end, without a shell; output is bounded at 1 MB. A failure is an answer, not a throw. */
export function runProgram(
  file: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramOutcome> {
  const { timeoutMs, ...surroundings } = options;
  return new Promise((resolve) => {
    execFile(
      file,
      [...args],
      { ...surroundings, timeout: timeoutMs ?? 60_000, maxBuffer: 1_000_000, encoding: "utf8" },
      (error, stdout, stderr) => {
        if (!error) return resolve({ exitCode: 0, stdout, stderr });
        const exitCode = typeof error.code === "number" ? error.code : null;
        return resolve({ exitCode, stdout, stderr: stderr || error.message });
      },
    );
  });
}
