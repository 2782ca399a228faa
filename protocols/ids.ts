import { fail, ok, type Result } from "./result.ts";

/** A string that only its own `parse…` function makes. */
type Branded<Name extends string> = string & { readonly __brand: Name };

/** Station identity: certificate CN = MQTT user = client id = topic level. `st-` and 1–60 of `a-z0-9-`. */
export type StationId = Branded<"StationId">;
/** UUIDv7 of one event, made on the station. */
export type EventId = Branded<"EventId">;
/** Random id made at each host start, 16 lower-case hex digits; `seq` counts from 1 in it. */
export type EpochId = Branded<"EpochId">;
/** UUID of one batch on the wire. */
export type BatchId = Branded<"BatchId">;

type IdReason = "not-a-string" | "malformed-id";

function parseWith<Id extends string>(pattern: RegExp, input: unknown): Result<Id, IdReason> {
  if (typeof input !== "string") return fail("not-a-string");
  return pattern.test(input) ? ok(input as Id) : fail("malformed-id");
}

const STATION_ID = /^st-[a-z0-9][a-z0-9-]{0,59}$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const EPOCH_ID = /^[0-9a-f]{16}$/;

/** Reads a station id; anything that could break out of a topic level (`/ + #`) is refused. */
export function parseStationId(input: unknown): Result<StationId, IdReason> {
  return parseWith(STATION_ID, input);
}

/** Reads an event id (RFC 9562 UUIDv7, lower case). */
export function parseEventId(input: unknown): Result<EventId, IdReason> {
  return parseWith(UUID_V7, input);
}

/** Reads an epoch id. */
export function parseEpochId(input: unknown): Result<EpochId, IdReason> {
  return parseWith(EPOCH_ID, input);
}

/** Reads a batch id (any RFC 9562 UUID, lower case). */
export function parseBatchId(input: unknown): Result<BatchId, IdReason> {
  return parseWith(UUID, input);
}

/**
 * Builds a UUIDv7 (RFC 9562 §5.7) from a time and 10 random bytes.
 * @param timeMs Unix milliseconds, UTC
 */
export function eventIdFrom(timeMs: number, random: Uint8Array): EventId {
  const bytes = new Uint8Array(16);
  let rest = Math.max(0, Math.trunc(timeMs));
  for (let at = 5; at >= 0; at -= 1) {
    bytes[at] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes.set(random.subarray(0, 10), 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as EventId;
}
