import type { Digests } from "@gatehouse/protocols/crypto-suite";
import { verifyEvent } from "@gatehouse/protocols/event/chain";
import { parseStoredEvent, type StoredEvent } from "@gatehouse/protocols/event/envelope";
import { isEventType, parseEventBody } from "@gatehouse/protocols/event/event-types";
import { fail, ok, type Result } from "@gatehouse/protocols/result";
import type { RejectReason } from "../store/event-writer.ts";
import { isStorable } from "./storable-text.ts";

/** Where a row stands by its topic and its batch, whatever it says of itself. */
export interface RowPosition {
  readonly stationId: string;
  readonly epoch: string;
  readonly seq: number;
}

/**
 * Checks one row on its own: shape, place, digests, body. A type that this version does not know
 * passes with its digests checked: a newer station may talk to an older centre.
 */
export function checkRow(
  digests: Digests,
  position: RowPosition,
  row: unknown,
): Result<StoredEvent, RejectReason> {
  try {
    return checkShallowRow(digests, position, row);
  } catch (error) {
    // Nesting of a million levels fits in a batch and overflows the stack of whatever walks it.
    if (error instanceof RangeError) return fail("malformed-event");
    throw error;
  }
}

function checkShallowRow(
  digests: Digests,
  position: RowPosition,
  row: unknown,
): Result<StoredEvent, RejectReason> {
  const parsed = parseStoredEvent(row);
  if (!parsed.ok) return parsed;
  const { header, body } = parsed.value;
  if (!isStorable(header)) return fail("malformed-event");
  if (header.stationId !== position.stationId) return fail("foreign-station");
  if (header.epoch !== position.epoch || header.seq !== position.seq) return fail("seq-mismatch");
  const verified = verifyEvent(digests, parsed.value, null);
  if (!verified.ok) return verified;
  if (isEventType(header.type)) {
    const known = parseEventBody(header.type, header.schemaVersion, body);
    if (!known.ok) return known;
  }
  return ok(parsed.value);
}

/** The hash that a row claims, however malformed the rest of it is; null when it claims none. */
export function claimedHash(row: unknown): string | null {
  const header = memberOf(row, "header");
  const hash = memberOf(header, "hash");
  return typeof hash === "string" && /^[A-Za-z0-9_-]{43}$/.test(hash) ? hash : null;
}

function memberOf(value: unknown, key: string): unknown {
  if (value === null || typeof value !== "object") return undefined;
  return Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
}
