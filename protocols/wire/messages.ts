import { z } from "zod";
import { epochIdSchema } from "../event/envelope.ts";
import { type BatchId, parseBatchId } from "../ids.ts";
import { fail, ok, type Result } from "../result.ts";

/** Version of the wire contract; both ends say it in their hello. */
export const WIRE_VERSION = 1;
/** Hard cap of one message on the wire, bytes, after compression. */
export const MAX_MESSAGE_BYTES = 256 * 1024;
/** Hard cap of one batch after decompression, bytes: a bomb stops here. */
export const MAX_BATCH_BYTES = 8 * 1024 * 1024;
/** Rows in a batch while live. */
export const LIVE_BATCH_ROWS = 100;
/** Rows in a batch while catching up. */
export const CATCH_UP_BATCH_ROWS = 500;
/** Rows that a centre reads of one batch; its answer may list so many. */
export const MAX_BATCH_ROWS = 2_000;
/** Batches in flight until the centre says otherwise. */
export const INITIAL_CREDIT = 4;

const seq = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const timeMs = z.number().int().min(0).max(8.64e15);
const stream = z.enum(["ev", "tm"]);
const hash = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const bundleVersions = z
  .array(z.object({ kind: z.string().min(1).max(40), version: seq.min(1) }))
  .max(16);
const batchId = z.custom<BatchId>((input) => parseBatchId(input).ok);

/** Streams of a station, each with its own sequence in each epoch. */
export type Stream = z.infer<typeof stream>;

/** `up/hello`, station → centre, on each connect: what the station still holds. */
export const stationHelloSchema = z.object({
  v: z.number().int().min(1),
  softwareVersion: z.string().max(40),
  /** The station's clock when it sent this, Unix ms. */
  sentAtMs: timeMs,
  streams: z
    .array(
      z.object({
        stream,
        epoch: epochIdSchema,
        /** Order of the epochs on this station, from 1. */
        epochOrder: z.number().int().min(1),
        maxSeq: seq,
        /** The centre's mark as the station knows it. */
        ackedSeq: seq,
        /** `hash` of the event at `ackedSeq`; null when `ackedSeq` is 0 or the stream is not chained. */
        ackedHash: hash.nullable(),
      }),
    )
    .max(2_000),
  /** The newest bundle of each kind that the station works by; an older station names none. */
  bundles: bundleVersions.default([]),
});
/** See `stationHelloSchema`. */
export type StationHello = z.infer<typeof stationHelloSchema>;

/** `down/hello`, centre → station: its marks, which rule. */
export const centreHelloSchema = z.object({
  v: z.number().int().min(1),
  marks: z
    .array(z.object({ stream, epoch: epochIdSchema, hw: seq, hwHash: hash.nullable() }))
    .max(2_000),
  /** Batches that may be in flight. */
  credit: z.number().int().min(1).max(64),
  maxMessageBytes: z.number().int().min(4_096),
  /** `sentAtMs` of the hello that this answers, for the clock estimate. */
  echoSentAtMs: timeMs,
  /** The centre's clock, Unix ms. */
  nowMs: timeMs,
});
/** See `centreHelloSchema`. */
export type CentreHello = z.infer<typeof centreHelloSchema>;

/** First line of an `up/ev` or `up/tm` message; the rows follow, one JSON text a line. */
export const batchHeaderSchema = z.object({
  v: z.number().int().min(1),
  batch: batchId,
  stream,
  epoch: epochIdSchema,
  from: seq.min(1),
  to: seq.min(1),
  /** Encoding of what follows the header line. */
  enc: z.enum(["json", "zstd"]),
});
/** See `batchHeaderSchema`. */
export type BatchHeader = z.infer<typeof batchHeaderSchema>;

/** Why the centre put a row in quarantine; it still counts as delivered. */
export const REJECT_REASONS = [
  "malformed-event",
  "malformed-scrape",
  "malformed-body",
  "unknown-schema-version",
  "hash-mismatch",
  "body-digest-mismatch",
  "chain-broken",
  "foreign-station",
  "seq-mismatch",
  "digest-conflict",
] as const;

/** `down/ack`, centre → station, sent after COMMIT. */
export const ackSchema = z.object({
  /** The batch answered; null when it could not be read. */
  batch: batchId.nullable(),
  stream,
  epoch: epochIdSchema,
  /** Everything up to here is committed. */
  hw: seq,
  hwHash: hash.nullable(),
  rejected: z.array(z.object({ seq, reason: z.enum(REJECT_REASONS) })).max(MAX_BATCH_ROWS),
  credit: z.number().int().min(1).max(64),
  nowMs: timeMs,
});
/** See `ackSchema`. */
export type Ack = z.infer<typeof ackSchema>;

/** Retained `state`: birth, heartbeat and will. */
export const stationStateSchema = z.object({
  v: z.number().int().min(1),
  online: z.boolean(),
  /** Counts connections of this host, so that a late will cannot overtake a birth. */
  session: z.string().min(1).max(64),
  /** Host's clock when this was said; null in a will. */
  atMs: timeMs.nullable(),
  role: z.enum(["checkpoint", "sampling", "room"]),
  softwareVersion: z.string().max(40),
  unsent: seq.nullable(),
  oldestUnsentAtMs: timeMs.nullable(),
  devices: z
    .array(
      z.object({
        deviceId: z.string().max(64),
        kind: z.string().max(40),
        /** What people call it; null where its kind says enough. */
        name: z.string().max(60).nullable().default(null),
        state: z.enum(["connecting", "ready", "lost"]),
        sinceMs: timeMs,
      }),
    )
    .max(64),
  storeOk: z.boolean(),
  /** Operator numbers on duty; null where the station cannot say. */
  onDuty: z.array(z.string().max(64)).max(8).nullable().default(null),
  /** True while its screen plays a training; what is scanned then never leaves the station. */
  isTraining: z.boolean().default(false),
  bundles: bundleVersions.default([]),
});
/** See `stationStateSchema`. */
export type StationState = z.infer<typeof stationStateSchema>;

/** `down/feed`, centre → station: something for this station; kinds that it does not know are left alone. */
export const feedSchema = z.object({
  v: z.number().int().min(1),
  kind: z.string().min(1).max(40),
  /** With `kind` = `bundle`: see `parseBundle`. */
  bundle: z.unknown(),
});
/** See `feedSchema`. */
export type Feed = z.infer<typeof feedSchema>;

/**
 * Reads one JSON message against its schema, from bytes that anyone may have sent. Fields that
 * this version does not know are left out, so that a newer peer may say more.
 */
export function parseMessage<Message>(
  schema: z.ZodType<Message>,
  text: string,
): Result<Message, "not-json" | "malformed-message"> {
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch {
    return fail("not-json");
  }
  const parsed = schema.safeParse(input);
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  return fail("malformed-message", `${issue?.path.join(".") ?? ""}: ${issue?.code ?? ""}`);
}
