import { createCipheriv, createDecipheriv, createSecretKey } from "node:crypto";
import { GH1 } from "@gatehouse/protocols/crypto-suite";
import { fail, ok, type Result } from "@gatehouse/protocols/result";
import type { RandomBytes } from "../digests.ts";

/**
 * A sealed value:
 *
 * | offset | bytes | meaning                  |
 * |--------|-------|--------------------------|
 * | 0      | 1     | tag of the crypto suite  |
 * | 1      | 12    | random IV                |
 * | 13     | n     | ciphertext               |
 * | 13 + n | 16    | GCM authentication tag   |
 *
 * A random 96-bit IV stays below the collision bound of NIST SP 800-38D §8.3 for 2^32 values
 * under one key; a station writes a few million a year.
 */
const IV_AT = 1;
const TEXT_AT = IV_AT + GH1.sealIvBytes;

/** Where a sealed value belongs; it opens nowhere else, so that rows cannot be swapped. */
export interface SealPlace {
  readonly collection: string;
  readonly documentId: string;
  readonly schemaVersion: number;
}

/** Why a sealed value does not open. */
export type UnsealReason = "unknown-suite" | "truncated" | "not-authentic";

/** Seals and opens values under one key. */
export interface Sealer {
  seal(plain: Uint8Array, place: SealPlace): Uint8Array;
  open(sealed: Uint8Array, place: SealPlace): Result<Uint8Array, UnsealReason>;
}

/**
 * Seals with AES-256-GCM.
 * @param key 32 bytes
 */
export function createSealer(key: Uint8Array, random: RandomBytes): Sealer {
  const secret = createSecretKey(key);
  return {
    seal(plain, place) {
      const iv = random(GH1.sealIvBytes);
      const cipher = createCipheriv(GH1.seal, secret, iv);
      cipher.setAAD(boundTo(place));
      const text = cipher.update(plain);
      return Buffer.concat([Uint8Array.of(GH1.tag), iv, text, cipher.final(), cipher.getAuthTag()]);
    },
    open(sealed, place) {
      if (sealed[0] !== GH1.tag) return fail("unknown-suite");
      const tagAt = sealed.length - GH1.sealTagBytes;
      if (tagAt < TEXT_AT) return fail("truncated");
      const decipher = createDecipheriv(GH1.seal, secret, sealed.subarray(IV_AT, TEXT_AT), {
        authTagLength: GH1.sealTagBytes,
      });
      decipher.setAAD(boundTo(place));
      decipher.setAuthTag(sealed.subarray(tagAt));
      const text = decipher.update(sealed.subarray(TEXT_AT, tagAt));
      try {
        return ok(Buffer.concat([text, decipher.final()]));
      } catch {
        return fail("not-authentic");
      }
    },
  };
}

/** JSON keeps the parts apart whatever characters they hold. */
function boundTo({ collection, documentId, schemaVersion }: SealPlace): Uint8Array {
  return Buffer.from(JSON.stringify([GH1.name, collection, documentId, schemaVersion]), "utf8");
}
