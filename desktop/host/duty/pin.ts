import { argon2, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import type { Operator } from "@gatehouse/protocols/bundle/operators";

/** What a list keeps of a PIN. */
export type PinVerifier = Operator["pin"];

/** Bytes of the derived key: what 43 characters of base64url hold. */
const TAG_BYTES = 32;
const derive = promisify(argon2);

/**
 * Checks a PIN with Argon2id (RFC 9106), one lane, off the event loop. It takes as long for a
 * wrong PIN as for the right one.
 */
export async function isPinRight(verifier: PinVerifier, pin: string): Promise<boolean> {
  const tag = await derive("argon2id", {
    message: pin,
    nonce: Buffer.from(verifier.salt, "base64url"),
    parallelism: 1,
    tagLength: TAG_BYTES,
    memory: verifier.memoryKiB,
    passes: verifier.passes,
  });
  return timingSafeEqual(tag, Buffer.from(verifier.hash, "base64url"));
}
