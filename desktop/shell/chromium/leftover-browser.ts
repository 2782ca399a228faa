import { readFile, readlink, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const LEAVES_WITHIN_MS = 10_000;
const POLL_MS = 50;

/**
 * Ends a browser that outlived a killed station. It still holds the profile, and a second one
 * would only hand it the link and leave. A lock without its browser is removed: when the
 * machine's name has changed since, Chromium would believe it.
 */
export async function endLeftoverBrowser(profileFolder: string): Promise<void> {
  const lock = join(profileFolder, "SingletonLock");
  const holder = await readlink(lock).catch(() => null);
  if (holder === null) return;
  const pid = Number(/-(\d+)$/.exec(holder)?.[1]);
  if (Number.isSafeInteger(pid)) await endIfOurs(pid, profileFolder);
  await rm(lock, { force: true });
}

async function endIfOurs(pid: number, profileFolder: string): Promise<void> {
  const deadlineMs = performance.now() + LEAVES_WITHIN_MS;
  while (await holdsProfile(pid, profileFolder)) {
    const isLate = performance.now() > deadlineMs;
    send(pid, isLate ? "SIGKILL" : "SIGTERM");
    await delay(POLL_MS);
  }
}

/** The lock lies in the account's own folder, so its number counts only for that account's browser. */
async function holdsProfile(pid: number, profileFolder: string): Promise<boolean> {
  try {
    const command = await readFile(`/proc/${pid}/cmdline`, "utf8");
    const [process, folder] = await Promise.all([stat(`/proc/${pid}`), stat(profileFolder)]);
    return (
      process.uid === folder.uid && command.split("\0").includes(`--user-data-dir=${profileFolder}`)
    );
  } catch {
    // Gone, or a system without /proc, where nothing can be told about a process.
    return false;
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
