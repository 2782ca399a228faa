import { existsSync } from "node:fs";
import { join } from "node:path";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import type { RandomBytes } from "../digests.ts";
import { syncFolder } from "./durable-file.ts";
import { createLookupHash, type LookupHash } from "./lookup-hash.ts";
import { createSealer, type Sealer } from "./sealing.ts";
import { openSqliteFile, type SqliteFile } from "./sqlite-file.ts";
import { CONTENTS_DIGEST } from "./store-contents.ts";
import { loadStoreKey } from "./store-key.ts";

/** Version of the file's own layout; an older program refuses a newer file. */
const LAYOUT_VERSION = 1;
const KEY_CHECK = Buffer.from("gatehouse store", "utf8");
const KEY_CHECK_PLACE = { collection: "store", documentId: "key-check", schemaVersion: 1 };

/** The store's file, what opens its rows and what finds them. */
export interface SealedFile {
  readonly file: SqliteFile;
  readonly sealer: Sealer;
  readonly lookupHash: LookupHash;
}

/**
 * Opens the store's file with its key; both are made on first use.
 * @throws GatehouseError `store.wrong-key` or `store.other-version`, and then nothing was changed;
 *   `store.full`, `store.failed`
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
    checkVersion(file);
    checkKey(file, sealer);
    return { file, sealer, lookupHash: createLookupHash(key) };
  } catch (error) {
    file.close();
    throw error;
  }
}

function isLaidOut(file: SqliteFile): boolean {
  const sql = "SELECT 1 FROM sqlite_schema WHERE name = 'gatehouse_store'";
  return file.read(() => file.statement(sql).get()) !== undefined;
}

/** Leaves a sealed word that only the same key opens, and what the store will hold. */
function layOut(file: SqliteFile, sealer: Sealer): void {
  file.transaction(() => {
    file.exec("CREATE TABLE gatehouse_store (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT");
    const insert = file.statement("INSERT INTO gatehouse_store VALUES (?, ?)");
    insert.run("key-check", sealer.seal(KEY_CHECK, KEY_CHECK_PLACE));
    insert.run("contents", Buffer.from(CONTENTS_DIGEST, "utf8"));
    file.exec(`PRAGMA user_version = ${LAYOUT_VERSION}`);
  });
}

/** RxDB would find another schema too, but only after it had made new tables and indexes. */
function checkVersion(file: SqliteFile): void {
  const layout = file.read(() => file.statement("PRAGMA user_version").get())?.user_version;
  if (layout !== LAYOUT_VERSION) {
    throw new GatehouseError("store.other-version", `${file.path} has layout ${String(layout)}`);
  }
  const contents = storedValue(file, "contents");
  if (!contents || Buffer.from(contents).toString("utf8") !== CONTENTS_DIGEST) {
    throw new GatehouseError("store.other-version", `${file.path} has other collections`);
  }
}

function checkKey(file: SqliteFile, sealer: Sealer): void {
  const sealed = storedValue(file, "key-check");
  const opened = sealed && sealer.open(sealed, KEY_CHECK_PLACE);
  if (!opened?.ok || !KEY_CHECK.equals(opened.value)) {
    throw new GatehouseError("store.wrong-key", file.path);
  }
}

function storedValue(file: SqliteFile, name: string): Uint8Array | undefined {
  const sql = "SELECT value FROM gatehouse_store WHERE name = ?";
  const value = file.read(() => file.statement(sql).get(name))?.value;
  return value instanceof Uint8Array ? value : undefined;
}
