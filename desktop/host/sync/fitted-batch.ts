import type { StoredEvent } from "@gatehouse/protocols/event/envelope";
import { encodeBatch } from "@gatehouse/protocols/wire/batch";
import {
  type BatchHeader,
  MAX_BATCH_BYTES,
  MAX_MESSAGE_BYTES,
  WIRE_VERSION,
} from "@gatehouse/protocols/wire/messages";
import { BATCH_CODECS } from "./batch-codecs.ts";

/** A batch ready for the wire; it may hold fewer rows than were read. */
export interface FittedBatch {
  readonly bytes: Uint8Array;
  readonly to: number;
}

/**
 * Encodes as many leading rows as the wire's caps allow, halving until they fit.
 * One row always fits: an event's payload is bounded far below the cap.
 */
export function fittedBatch(
  rows: readonly StoredEvent[],
  head: Pick<BatchHeader, "epoch" | "from" | "enc"> & { readonly batch: string },
): FittedBatch {
  let count = rows.length;
  while (true) {
    const to = head.from + count - 1;
    const header = { ...head, v: WIRE_VERSION, stream: "ev", to } as BatchHeader;
    const { bytes, unpackedBytes } = encoded(header, rows.slice(0, count));
    const fits = bytes.length <= MAX_MESSAGE_BYTES && unpackedBytes <= MAX_BATCH_BYTES;
    if (fits || count === 1) return { bytes, to };
    count = Math.ceil(count / 2);
  }
}

/** Control characters compress to nearly nothing and unpack to six bytes each: both sizes count. */
function encoded(header: BatchHeader, rows: readonly StoredEvent[]) {
  let unpackedBytes = 0;
  const zstdCompress = (plain: Uint8Array) => {
    unpackedBytes = plain.length;
    return BATCH_CODECS.zstdCompress(plain);
  };
  const bytes = encodeBatch({ ...BATCH_CODECS, zstdCompress }, header, rows);
  return { bytes, unpackedBytes };
}
