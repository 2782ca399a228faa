import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { folderFailure } from "@gatehouse/protocols/error/folder-failure";

const LOCK_FILE = "demo.lock";

/** The demonstration's folder, held by this process. */
export interface DemoFolder {
  close(): void;
}

/**
 * Takes the folder for this process and, when asked, empties it: only once it is certain that no
 * running demonstration lives in it. The lock is SQLite's: a killed process leaves none behind.
 * @throws Error in words for a person
 */
export function takeDemoFolder(folder: string, isFresh: boolean): DemoFolder {
  try {
    // 0755: as root the database runs as another user, who must get through.
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    const lock = lockFile(folder);
    if (isFresh) empty(folder);
    return { close: () => lock.close() };
  } catch (error) {
    throw folderFailure(error, folder);
  }
}

function lockFile(folder: string): DatabaseSync {
  const lock = new DatabaseSync(join(folder, LOCK_FILE), { timeout: 0 });
  try {
    lock.exec("pragma journal_mode = memory; begin exclusive");
    return lock;
  } catch (error) {
    lock.close();
    if (!isBusy(error)) throw error;
    throw new Error(
      `it is already running in ${folder}. Use the links that it printed (press l there for new ones), or start another one with --data FOLDER.`,
      { cause: error },
    );
  }
}

function empty(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (name !== LOCK_FILE) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

function isBusy(error: unknown): boolean {
  const SQLITE_BUSY = 5;
  return error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY;
}
