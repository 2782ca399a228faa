import { z } from "zod";
import { roleSchema } from "../duty/roles.ts";
import type { EpochId, EventId, StationId } from "../ids.ts";
import { parseEpochId, parseEventId, parseStationId } from "../ids.ts";
import { fail, ok, type Result } from "../result.ts";

const digest = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const shortId = z.string().min(1).max(64);
const timeMs = z.number().int().min(0).max(8.64e15);

function idSchema<Id extends string>(parse: (input: unknown) => Result<Id>) {
  return z.custom<Id>((input) => parse(input).ok);
}

/** Event id, as a schema. */
const eventIdSchema = idSchema<EventId>(parseEventId);
/** Epoch id, as a schema. */
export const epochIdSchema = idSchema<EpochId>(parseEpochId);
/** Station id, as a schema. */
export const stationIdSchema = idSchema<StationId>(parseStationId);

/** Header of envelope v1. Order is (epoch order, `seq`), never time. */
export const eventHeaderSchema = z.strictObject({
  eventId: eventIdSchema,
  /** Dotted name from `event-types.ts`. */
  type: z
    .string()
    .regex(/^[a-z]+(\.[a-z]+(-[a-z]+)*)+$/)
    .max(64),
  schemaVersion: z.number().int().min(1).max(1000),
  stationId: stationIdSchema,
  epoch: epochIdSchema,
  /** Counts from 1 in its epoch, gap-free. */
  seq: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
  /** The station's wall clock, Unix ms UTC; not to be trusted for order. */
  wallTimeMs: timeMs,
  /** Milliseconds since host start, monotonic. */
  monotonicMs: z.number().min(0),
  /** Last estimate of (centre − station); null until the first contact. */
  clockOffsetMs: z.number().nullable(),
  clockUncertaintyMs: z.number().min(0).nullable(),
  /** Who acted; a sampling table has two badges. */
  actors: z.array(z.strictObject({ operatorId: shortId, role: roleSchema })).max(4),
  shiftId: shortId.nullable(),
  siteId: shortId,
  laneId: shortId.nullable(),
  mode: z.enum(["live", "training"]),
  source: z.enum(["device", "manual", "paper"]),
  suite: z.literal("gh1"),
  /** `hash` of the event before this one on the station, across epochs; `GENESIS_HASH` for the first. */
  prevHash: digest,
  /** HMAC under this event's own random salt: the chain survives shredding, an ID number cannot be searched. */
  bodyDigest: digest,
  hash: digest,
});

/** See `eventHeaderSchema`. */
export type EventHeader = z.infer<typeof eventHeaderSchema>;

const jsonValue: z.ZodType<unknown> = z.json();

/** An event as it is stored and sent: header, the salt of its body digest, body. */
const storedEventSchema = z.strictObject({
  header: eventHeaderSchema,
  /** 32 random bytes, base64url; sealed with the body. */
  salt: digest,
  body: z.record(z.string(), jsonValue),
});

/** See `storedEventSchema`. */
export interface StoredEvent {
  readonly header: EventHeader;
  readonly salt: string;
  readonly body: { readonly [key: string]: unknown };
}

/** `prevHash` of a station's very first event. */
export const GENESIS_HASH = "A".repeat(43);

/** Reads one event from unknown input; the body is checked by `parseEventBody`. */
export function parseStoredEvent(input: unknown): Result<StoredEvent, "malformed-event"> {
  const parsed = storedEventSchema.safeParse(input);
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  return fail("malformed-event", `${issue?.path.join(".") ?? ""}: ${issue?.code ?? ""}`);
}
