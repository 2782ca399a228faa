import { existsSync, readFileSync } from "node:fs";
import { GH1 } from "@gatehouse/protocols/crypto-suite";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import type { RandomBytes } from "../digests.ts";
import { writeFileDurably } from "./durable-file.ts";

/** Where the key lies and whether there is anything yet that only an older key could open. */
export interface StoreKeyPlace {
  readonly keyPath: string;
  readonly storeExists: boolean;
}

/**
 * Reads the store's key, 32 bytes from a file that only its owner can read. The key is made on
 * first use and never again: a new key beside an existing store would hide the data for good.
 * @throws GatehouseError `store.wrong-key` when the file is missing beside a store, or is no key
 */
export function loadStoreKey(place: StoreKeyPlace, random: RandomBytes): Uint8Array {
  const { keyPath, storeExists } = place;
  if (!existsSync(keyPath)) {
    if (storeExists) throw new GatehouseError("store.wrong-key", `${keyPath} is missing`);
    writeFileDurably(keyPath, random(GH1.sealKeyBytes), 0o600);
  }
  const key = readFileSync(keyPath);
  if (key.length !== GH1.sealKeyBytes) {
    throw new GatehouseError("store.wrong-key", `${keyPath} has ${key.length} bytes`);
  }
  return key;
}
