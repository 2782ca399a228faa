import { encodeBatch } from "@gatehouse/protocols/wire/batch";
import {
  type BatchHeader,
  MAX_BATCH_BYTES,
  MAX_MESSAGE_BYTES,
  WIRE_VERSION,
} from "@gatehouse/protocols/wire/messages";
import { BATCH_CODECS } from "./batch-codecs.ts";
import type { OutboxRow } from "./sync-outbox.ts";

/** A batch ready for the wire; it may hold fewer rows than were read. */
export interface FittedBatch {
  readonly bytes: Uint8Array;
  /** `seq` of the last row in it. */
  readonly to: number;
}

/** Whose rows a batch holds, and from which `seq` on. */
export type BatchHead = Pick<BatchHeader, "stream" | "epoch" | "from" | "enc"> & {
  readonly batch: string;
};

/**
 * Encodes as many leading rows as the wire's caps allow, halving until they fit.
 * One row always fits: the payload of an event and the values of a scrape are bounded far below.
 * @param rows at least one, in the order of `seq`
 */
export function fittedBatch(rows: readonly OutboxRow[], head: BatchHead): FittedBatch {
  let count = rows.length;
  while (true) {
    const leading = rows.slice(0, count);
    // Telemetry may have holes: the last row tells how far a batch goes, not their number.
    const to = leading.at(-1)?.seq ?? head.from;
    const { bytes, unpackedBytes } = encoded(
      { ...head, v: WIRE_VERSION, to } as BatchHeader,
      leading,
    );
    const fits = bytes.length <= MAX_MESSAGE_BYTES && unpackedBytes <= MAX_BATCH_BYTES;
    if (fits || count <= 1) return { bytes, to };
    count = Math.ceil(count / 2);
  }
}

/** Control characters compress to nearly nothing and unpack to six bytes each: both sizes count. */
function encoded(header: BatchHeader, rows: readonly OutboxRow[]) {
  let unpackedBytes = 0;
  const zstdCompress = (plain: Uint8Array) => {
    unpackedBytes = plain.length;
    return BATCH_CODECS.zstdCompress(plain);
  };
  const bytes = encodeBatch(
    { ...BATCH_CODECS, zstdCompress },
    header,
    rows.map(({ row }) => row),
  );
  return { bytes, unpackedBytes };
}
