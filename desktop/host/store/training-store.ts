import { existsSync, rmSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { syncFolder } from "./durable-file.ts";
import { lockStore } from "./store-lock.ts";

/** Name that a training's data folder has; a folder of any other name holds real records. */
export const TRAINING_FOLDER = "training";

/** The key goes first: whatever a power cut leaves behind it opens no more. */
const FILES = ["store.key", "store.key.new", "store.db", "store.db-wal", "store.db-shm"];
const LOCK = "store.lock";

/**
 * Removes the store of a training, so that the next one begins empty. A folder without a store is
 * left as it is.
 * @param folder the training's own data folder
 * @throws TypeError when the folder is not named `training`; GatehouseError `store.in-use` while
 *   its store is open
 */
export function removeTrainingStore(folder: string): void {
  const path = resolve(folder);
  if (basename(path) !== TRAINING_FOLDER) throw new TypeError(`${path} is no training's folder`);
  if (!existsSync(path)) return;
  const lock = lockStore(join(path, LOCK));
  try {
    for (const name of FILES) rmSync(join(path, name), { force: true });
  } finally {
    lock.close();
  }
  rmSync(join(path, LOCK), { force: true });
  syncFolder(path);
}
