import { existsSync } from "node:fs";
import { join } from "node:path";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import type { RandomBytes } from "../digests.ts";
import { syncFolder } from "./durable-file.ts";
import { createSealer, type Sealer } from "./sealing.ts";
import { openSqliteFile, type SqliteFile } from "./sqlite-file.ts";
import { loadStoreKey } from "./store-key.ts";

/** Version of the file's own layout; an older program refuses a newer file. */
const LAYOUT_VERSION = 1;
const KEY_CHECK = Buffer.from("gatehouse store", "utf8");
const KEY_CHECK_PLACE = { collection: "store", documentId: "key-check", schemaVersion: 1 };

/** The store's file and what opens its rows. */
export interface SealedFile {
  readonly file: SqliteFile;
  readonly sealer: Sealer;
}

/**
 * Opens the store's file with its key; both are made on first use.
 * @throws GatehouseError `store.wrong-key`, and then nothing was changed; `store.full`, `store.failed`
 */
export function openSealedFile(folder: string, random: RandomBytes): SealedFile {
  const path = join(folder, "store.db");
  const keyPath = join(folder, "store.key");
  const key = loadStoreKey({ keyPath, storeExists: existsSync(path) }, random);
  const sealer = createSealer(key, random);
  const file = openSqliteFile(path);
  try {
    syncFolder(folder);
    if (!isLaidOut(file)) layOut(file, sealer);
    checkLayout(file);
    checkKey(file, sealer);
    return { file, sealer };
  } catch (error) {
    file.close();
    throw error;
  }
}

function isLaidOut(file: SqliteFile): boolean {
  const sql = "SELECT 1 FROM sqlite_schema WHERE name = 'gatehouse_store'";
  return file.read(() => file.statement(sql).get()) !== undefined;
}

/** Leaves a sealed word that only the same key opens. */
function layOut(file: SqliteFile, sealer: Sealer): void {
  file.transaction(() => {
    file.exec("CREATE TABLE gatehouse_store (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT");
    file
      .statement("INSERT INTO gatehouse_store VALUES ('key-check', ?)")
      .run(sealer.seal(KEY_CHECK, KEY_CHECK_PLACE));
    file.exec(`PRAGMA user_version = ${LAYOUT_VERSION}`);
  });
}

function checkLayout(file: SqliteFile): void {
  const row = file.read(() => file.statement("PRAGMA user_version").get());
  const version = row?.user_version;
  if (version === LAYOUT_VERSION) return;
  throw new GatehouseError("store.failed", `${file.path} has layout ${String(version)}`);
}

function checkKey(file: SqliteFile, sealer: Sealer): void {
  const sql = "SELECT value FROM gatehouse_store WHERE name = 'key-check'";
  const sealed = file.read(() => file.statement(sql).get())?.value;
  const opened = sealed instanceof Uint8Array ? sealer.open(sealed, KEY_CHECK_PLACE) : undefined;
  if (!opened?.ok || !KEY_CHECK.equals(opened.value)) {
    throw new GatehouseError("store.wrong-key", file.path);
  }
}
