import { spawn } from "node:child_process";
import type { BrowserSeat } from "./browser-seat.ts";

/** A closing browser writes its profile; then it is no longer asked. */
const LEAVES_WITHIN_MS = 5_000;
const TAIL_CHARACTERS = 2_000;

/** How a browser ended. */
export interface BrowserEnd {
  /** Exit status; null when it was killed or never started. */
  readonly status: number | null;
  /** The end of what it complained about, for a log. */
  readonly complaint: string;
}

/** Runs a browser in its seat until it ends by itself or `stop` aborts. */
export function runBrowser(
  program: string,
  flags: readonly string[],
  seat: BrowserSeat,
  stop: AbortSignal,
): Promise<BrowserEnd> {
  const { account, env, profileFolder } = seat;
  const child = spawn(program, flags, {
    cwd: profileFolder,
    env: { ...env },
    stdio: ["ignore", "ignore", "pipe"],
    ...(account === null ? {} : { uid: account.uid, gid: account.gid }),
  });
  let complaint = "";
  child.stderr.setEncoding("utf8");
  child.stderr.on("data", (text: string) => {
    complaint = (complaint + text).slice(-TAIL_CHARACTERS);
  });

  return new Promise((resolve) => {
    let killer: NodeJS.Timeout | undefined;
    const leave = (): void => {
      child.kill("SIGTERM");
      killer = setTimeout(() => child.kill("SIGKILL"), LEAVES_WITHIN_MS);
    };
    const ended = (status: number | null): void => {
      clearTimeout(killer);
      stop.removeEventListener("abort", leave);
      resolve({ status, complaint });
    };
    child.on("exit", ended);
    child.on("error", (error) => {
      complaint = error.message;
      if (child.pid === undefined) ended(null);
    });
    if (stop.aborted) leave();
    else stop.addEventListener("abort", leave, { once: true });
  });
}
