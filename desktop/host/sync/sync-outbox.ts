import type { StoredEvent } from "@gatehouse/protocols/event/envelope";
import type { EpochId } from "@gatehouse/protocols/ids";
import type { Scrape } from "@gatehouse/protocols/telemetry/scrape";
import type { Stream } from "@gatehouse/protocols/wire/messages";

/**
 * Epochs of both streams that one hello names (GW-8). The longest numbers make an epoch 186 bytes,
 * so that 1,000 of them are 186 KB, below the 256 KiB of a message, and so is their answer.
 */
export const MAX_HELLO_STREAMS = 1_000;

/** One epoch's rows and how far the centre has them. */
export interface OutboxStream {
  readonly epoch: EpochId;
  readonly epochOrder: number;
  readonly maxSeq: number;
  readonly ackedSeq: number;
  /** `hash` of this station's own event at `ackedSeq`; null at 0 and for a stream without a chain. */
  readonly ackedHash: string | null;
}

/** A row at its place. */
export interface OutboxRow {
  readonly seq: number;
  readonly row: StoredEvent | Scrape;
}

/** The centre's mark in one epoch. */
export interface AckedMark {
  readonly epoch: EpochId;
  readonly seq: number;
}

/** Rows of one stream that the centre may not have; nothing is taken out of it by sending. */
export interface SyncOutbox {
  readonly stream: Stream;
  /** What a hello lists, in the order of the epochs; all that are unsent and the newest others. */
  streams(): Promise<readonly OutboxStream[]>;
  /** Rows of an epoch from `fromSeq` on, in order. Holes are allowed in a stream without a chain. */
  read(range: {
    readonly epoch: EpochId;
    readonly fromSeq: number;
    readonly limit: number;
  }): Promise<readonly OutboxRow[]>;
  /**
   * Stores a mark. It may go back: a centre restored from a backup asks again.
   * @throws GatehouseError `store.full` or `store.failed`
   */
  setAcked(mark: AckedMark): Promise<void>;
}
