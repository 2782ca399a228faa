import { DatabaseSync } from "node:sqlite";
import { failedBy, isBusyError, storeErrorFrom } from "./store-error.ts";

/** A held lock. */
export interface StoreLock {
  close(): void;
}

/**
 * Locks a data folder for this process. The lock is SQLite's own on an empty database of its own:
 * it works on every system, and the kernel lets go of it when the process is killed. Hold on to
 * the answer: an unreferenced one is collected, and closed.
 * @throws GatehouseError `store.in-use` while another process, or another store in this one, holds it
 */
export function lockStore(lockPath: string): StoreLock {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(lockPath, { timeout: 0 });
    db.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    db?.close();
    if (isBusyError(error)) throw failedBy(error, "store.in-use", lockPath);
    throw storeErrorFrom(error);
  }
  const held = db;
  return {
    close() {
      if (held.isOpen) held.close();
    },
  };
}
