import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { GH1 } from "@gatehouse/protocols/crypto-suite";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import type { Pool } from "pg";
import { createDurably, readIfThere } from "./durable-file.ts";
import { seal, unseal } from "./sealing.ts";

const KEY_FILE = "store-key";
const CHECK_CONTEXT = "key check";

/**
 * The centre's store key, which seals event bodies at rest: 32 random bytes in `<keysFolder>/store-key`,
 * mode 0600, made at the first call.
 * @throws GatehouseError `store.wrong-key` when the file does not hold a key
 */
export async function openCentreKey(keysFolder: string): Promise<Buffer> {
  const path = join(keysFolder, KEY_FILE);
  if ((await readIfThere(path)) === null) {
    await createDurably(path, randomBytes(GH1.sealKeyBytes));
  }
  const key = await readIfThere(path);
  if (key?.length === GH1.sealKeyBytes) return key;
  throw new GatehouseError("store.wrong-key", `${path} is damaged`);
}

/**
 * Makes sure that this key belongs to this database, before anything is sealed under a second one.
 * @throws GatehouseError `store.wrong-key` when it does not
 */
export async function checkCentreKey(pool: Pool, key: Uint8Array): Promise<void> {
  await pool.query(
    `insert into key_check (purpose, sealed) values ('store', $1) on conflict do nothing`,
    [seal(key, randomBytes(16), CHECK_CONTEXT)],
  );
  const { rows } = await pool.query<{ sealed: Buffer }>(
    "select sealed from key_check where purpose = 'store'",
  );
  const sealed = rows[0]?.sealed ?? Buffer.alloc(0);
  if (unseal(key, sealed, CHECK_CONTEXT).ok) return;
  throw new GatehouseError(
    "store.wrong-key",
    `${KEY_FILE} is not the one this database began with`,
  );
}
