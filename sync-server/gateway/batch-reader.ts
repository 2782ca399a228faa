import type { StationId } from "@gatehouse/protocols/ids";
import { fail, ok, type Result } from "@gatehouse/protocols/result";
import { type BatchCodecs, decodeBatch } from "@gatehouse/protocols/wire/batch";
import {
  type BatchHeader,
  batchHeaderSchema,
  MAX_BATCH_ROWS,
  parseMessage,
  type Stream,
  WIRE_VERSION,
} from "@gatehouse/protocols/wire/messages";
import { type PlacedRow, placeRows } from "./row-place.ts";

/** A header line is about 160 bytes. */
const MAX_HEADER_BYTES = 1_024;
const NEWLINE = 0x0a;

/** A batch as it came from the broker, its rows still packed. */
export interface PackedBatch {
  readonly stationId: StationId;
  readonly header: BatchHeader;
  readonly message: Uint8Array;
}

/** A batch with its rows, each at its number, unchecked. */
export interface ReceivedBatch {
  readonly stationId: StationId;
  readonly header: BatchHeader;
  readonly rows: readonly PlacedRow[];
}

/** Where a message came from, by its topic. */
export interface BatchOrigin {
  readonly stationId: StationId;
  readonly stream: Stream;
}

/** Why a message on `up/ev` or `up/tm` is no batch for us. */
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
  origin: BatchOrigin,
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
  if (stream !== origin.stream) return fail("foreign-stream");
  if (to < from) return fail("too-many-rows");
  // Scrapes that were put together leave holes: few rows of telemetry may reach over many numbers.
  if (stream === "ev" && to - from >= MAX_BATCH_ROWS) return fail("too-many-rows");
  return ok({ stationId: origin.stationId, header: header.value, message });
}

/** Rows that a batch can hold by its header, before it is unpacked. */
export function mostRowsOf({ from, to }: BatchHeader): number {
  return Math.min(to - from + 1, MAX_BATCH_ROWS);
}

/** Unpacks the rows and puts each at its number. */
export function unpackBatch(
  codecs: BatchCodecs,
  packed: PackedBatch,
): Result<ReceivedBatch, BatchFault> {
  const { stationId, header, message } = packed;
  const decoded = decodeBatch(codecs, message);
  if (!decoded.ok) return fail("undecodable-batch");
  return ok({ stationId, header, rows: placeRows(decoded.value) });
}

function textOf(codecs: BatchCodecs, bytes: Uint8Array): string | null {
  try {
    return codecs.decodeUtf8(bytes);
  } catch {
    // Bytes that are not UTF-8 are no header.
    return null;
  }
}
