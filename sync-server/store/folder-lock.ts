import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";

/** Held for as long as a process may use the folder; the system lets it go when the process ends, however it ends. */
export interface FolderLock {
  close(): void;
}

/**
 * Takes the data folder for this process. SQLite's file lock is the one portable lock in Node that
 * a crash cannot leave behind. Hold on to the answer: an unreferenced one is collected, and closed.
 * @throws GatehouseError `centre.already-running`
 */
export function lockFolder(folder: string): FolderLock {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(join(folder, "lock.sqlite"), { timeout: 0 });
  try {
    database.exec("pragma journal_mode = memory; begin exclusive");
  } catch (cause) {
    database.close();
    if (!isBusy(cause)) throw cause;
    throw new GatehouseError("centre.already-running", { detail: folder, cause });
  }
  return {
    close() {
      if (database.isOpen) database.close();
    },
  };
}

/** True for SQLite's refusal because another process holds the lock. */
function isBusy(error: unknown): boolean {
  const SQLITE_BUSY = 5;
  return error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY;
}
