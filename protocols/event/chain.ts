import { canonicalJson, type JsonValue } from "../canonical-json.ts";
import { type Digests, GH1 } from "../crypto-suite.ts";
import { fail, ok, type Result } from "../result.ts";
import type { EventHeader, StoredEvent } from "./envelope.ts";

/** Domain separation: names the envelope version inside every hash. */
const ENVELOPE_V1 = "gatehouse envelope v1\n";

/** HMAC of the body's canonical JSON under the event's own salt (base64url). */
export function bodyDigestOf(digests: Digests, salt: string, body: StoredEvent["body"]): string {
  return digests.mac(GH1.digest, salt, canonicalJson(body as JsonValue));
}

/** Hash over everything in the header but `hash` itself; `prevHash` and `bodyDigest` are part of it. */
export function eventHashOf(digests: Digests, header: Omit<EventHeader, "hash">): string {
  const { hash: _own, ...hashed } = header as EventHeader;
  return digests.hash(GH1.digest, ENVELOPE_V1 + canonicalJson(hashed));
}

/** Why an event does not stand. */
export type ChainReason = "hash-mismatch" | "body-digest-mismatch" | "chain-broken";

/**
 * Checks one event against its own digests and, where `prevHash` is given, against its predecessor.
 * @param prevHash `hash` of the event before it; null when that one is not at hand
 */
export function verifyEvent(
  digests: Digests,
  event: StoredEvent,
  prevHash: string | null,
): Result<true, ChainReason> {
  if (prevHash !== null && event.header.prevHash !== prevHash) return fail("chain-broken");
  if (eventHashOf(digests, event.header) !== event.header.hash) return fail("hash-mismatch");
  const bodyDigest = bodyDigestOf(digests, event.salt, event.body);
  return bodyDigest === event.header.bodyDigest ? ok(true) : fail("body-digest-mismatch");
}
