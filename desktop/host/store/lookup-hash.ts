import { hkdfSync } from "node:crypto";
import { GH1 } from "@gatehouse/protocols/crypto-suite";
import { nodeDigests } from "../digests.ts";

/** Keeps this key apart from whatever else is ever derived from the store's key. */
const PURPOSE = "gatehouse event look-up v1";
const KEY_BYTES = 32;

/** Hash of a text by which an event is found again, base64url. Without the key nobody can guess the text. */
export type LookupHash = (text: string) => string;

/**
 * HMAC-SHA-256 under a key of its own, derived from the store's key by HKDF (RFC 5869).
 * @param storeKey 32 bytes
 */
export function createLookupHash(storeKey: Uint8Array): LookupHash {
  const derived = hkdfSync(GH1.digest, storeKey, new Uint8Array(), PURPOSE, KEY_BYTES);
  const key = Buffer.from(derived).toString("base64url");
  return (text) => nodeDigests.mac(GH1.digest, key, text);
}
