import type { StoredEvent } from "../event/envelope.ts";
import { fail, ok, type Result } from "../result.ts";
import type { Scrape } from "../telemetry/scrape.ts";
import {
  type BatchHeader,
  batchHeaderSchema,
  MAX_BATCH_BYTES,
  MAX_BATCH_ROWS,
  MAX_MESSAGE_BYTES,
  parseMessage,
} from "./messages.ts";

const NEWLINE = 0x0a;

/** Compression and text codecs of the platform, passed in. */
export interface BatchCodecs {
  encodeUtf8(text: string): Uint8Array;
  /** @throws on bytes that are not UTF-8 */
  decodeUtf8(bytes: Uint8Array): string;
  zstdCompress(bytes: Uint8Array): Uint8Array;
  /** @throws when the output would pass `maxBytes` */
  zstdDecompress(bytes: Uint8Array, maxBytes: number): Uint8Array;
}

/** Writes a batch: a header line, then one JSON text a row, `zstd` over the rows where asked. */
export function encodeBatch(
  codecs: BatchCodecs,
  header: BatchHeader,
  rows: readonly (StoredEvent | Scrape)[],
): Uint8Array {
  const head = codecs.encodeUtf8(`${JSON.stringify(header)}\n`);
  const plain = codecs.encodeUtf8(rows.map((row) => JSON.stringify(row)).join("\n"));
  const tail = header.enc === "zstd" ? codecs.zstdCompress(plain) : plain;
  const message = new Uint8Array(head.length + tail.length);
  message.set(head, 0);
  message.set(tail, head.length);
  return message;
}

/** A batch as read: rows are unchecked, so that one bad row cannot cost its neighbours. */
export interface DecodedBatch {
  readonly header: BatchHeader;
  readonly rows: readonly unknown[];
  /** The text of each row as it came, for the quarantine. */
  readonly lines: readonly string[];
}

/** Why a message is no batch. */
export type BatchReason =
  | "message-too-large"
  | "not-json"
  | "malformed-message"
  | "undecodable-rows"
  | "row-count-mismatch";

/** Reads a batch. A row that is no JSON is answered as `undefined` in its place. */
export function decodeBatch(
  codecs: BatchCodecs,
  message: Uint8Array,
): Result<DecodedBatch, BatchReason> {
  if (message.length > MAX_MESSAGE_BYTES) return fail("message-too-large");
  const end = message.indexOf(NEWLINE);
  if (end < 0) return fail("malformed-message", "no header line");
  let text: string;
  let head: string;
  try {
    head = codecs.decodeUtf8(message.subarray(0, end));
  } catch {
    return fail("not-json");
  }
  const header = parseMessage(batchHeaderSchema, head);
  if (!header.ok) return header;
  try {
    const tail = message.subarray(end + 1);
    const plain = header.value.enc === "zstd" ? codecs.zstdDecompress(tail, MAX_BATCH_BYTES) : tail;
    text = codecs.decodeUtf8(plain);
  } catch {
    return fail("undecodable-rows");
  }
  const lines = text.split("\n", MAX_BATCH_ROWS + 1);
  if (!isWhole(header.value, lines.length)) return fail("row-count-mismatch");
  return ok({ header: header.value, rows: lines.map(parseLine), lines });
}

/** Events have no holes; scrapes that were put together leave some (`Scrape.span`). */
function isWhole({ stream, from, to }: BatchHeader, rows: number): boolean {
  const span = Math.min(to - from + 1, MAX_BATCH_ROWS);
  return stream === "ev" ? rows === span : rows <= span;
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
