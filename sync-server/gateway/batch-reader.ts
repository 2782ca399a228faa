import type { StationId } from "@gatehouse/protocols/ids";
import { fail, ok, type Result } from "@gatehouse/protocols/result";
import { type BatchCodecs, decodeBatch } from "@gatehouse/protocols/wire/batch";
import {
  type BatchHeader,
  batchHeaderSchema,
  parseMessage,
  WIRE_VERSION,
} from "@gatehouse/protocols/wire/messages";

/** An acknowledgement lists at most this many rejected rows, so a batch may hold no more. */
const MAX_BATCH_ROWS = 2_000;
/** A header line is about 160 bytes. */
const MAX_HEADER_BYTES = 1_024;
const NEWLINE = 0x0a;

/** A batch as it came from the broker, its rows still packed. */
export interface PackedBatch {
  readonly stationId: StationId;
  readonly header: BatchHeader;
  readonly message: Uint8Array;
}

/** A batch with its rows, unchecked. */
export interface ReceivedBatch {
  readonly stationId: StationId;
  readonly header: BatchHeader;
  readonly rows: readonly unknown[];
  readonly lines: readonly string[];
}

/** Why a message on `up/ev` is no batch for us. */
export type BatchFault =
  | "no-batch-header"
  | "unknown-wire-version"
  | "foreign-stream"
  | "too-many-rows"
  | "undecodable-batch";

/**
 * Reads only the header line, cheaply: an order of rows that is no batch is turned away before
 * anything is decompressed.
 */
export function readBatchHeader(
  codecs: BatchCodecs,
  stationId: StationId,
  message: Uint8Array,
): Result<PackedBatch, BatchFault> {
  const end = message.subarray(0, MAX_HEADER_BYTES).indexOf(NEWLINE);
  if (end < 0) return fail("no-batch-header");
  const text = textOf(codecs, message.subarray(0, end));
  if (text === null) return fail("no-batch-header");
  const header = parseMessage(batchHeaderSchema, text);
  if (!header.ok) return fail("no-batch-header");
  const { v, stream, from, to } = header.value;
  if (v !== WIRE_VERSION) return fail("unknown-wire-version");
  if (stream !== "ev") return fail("foreign-stream");
  if (to < from || to - from >= MAX_BATCH_ROWS) return fail("too-many-rows");
  return ok({ stationId, header: header.value, message });
}

/** Unpacks the rows. */
export function unpackBatch(
  codecs: BatchCodecs,
  packed: PackedBatch,
): Result<ReceivedBatch, BatchFault> {
  const decoded = decodeBatch(codecs, packed.message);
  if (!decoded.ok) return fail("undecodable-batch");
  return ok({ stationId: packed.stationId, ...decoded.value });
}

function textOf(codecs: BatchCodecs, bytes: Uint8Array): string | null {
  try {
    return codecs.decodeUtf8(bytes);
  } catch {
    // Bytes that are not UTF-8 are no header.
    return null;
  }
}
