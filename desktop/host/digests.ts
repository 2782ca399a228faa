import { createHmac, createSecretKey, hash, randomBytes } from "node:crypto";
import type { Digests } from "@gatehouse/protocols/crypto-suite";

/** Unpredictable bytes, passed in wherever they are needed. */
export type RandomBytes = (byteCount: number) => Uint8Array;

/** Digests as Node computes them. */
export const nodeDigests: Digests = {
  hash: (algorithm, text) => hash(algorithm, text, "base64url"),
  mac(algorithm, key, text) {
    // Node takes a key object three times as fast as the same key as bytes.
    const secret = createSecretKey(key, "base64url");
    return createHmac(algorithm, secret).update(text, "utf8").digest("base64url");
  },
};

/** The operating system's generator. */
export const nodeRandomBytes: RandomBytes = (byteCount) => randomBytes(byteCount);
