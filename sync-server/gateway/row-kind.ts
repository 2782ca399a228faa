import type { PoolClient } from "pg";
import type { RejectReason } from "../store/event-writer.ts";
import type { Cursor } from "../store/stream-cursor.ts";
import type { PlacedRow } from "./row-place.ts";

/** The mark of one locked stream while a group is planned, and what this group adds behind it. */
export class PlannedStream {
  readonly start: Cursor;
  hw: number;
  hwHash: string | null;
  /** Hash of each row that this group keeps; empty for a stream without a chain. */
  readonly hashes = new Map<number, string>();
  readonly quarantined = new Map<number, RejectReason>();

  constructor(start: Cursor) {
    this.start = start;
    this.hw = start.hw;
    this.hwHash = start.hwHash;
  }

  /** The mark after everything planned so far. */
  mark(): Cursor {
    return { ...this.start, hw: this.hw, hwHash: this.hwHash };
  }
}

/** When a group came, and by which clock its days are counted. */
export interface GroupTime {
  readonly receivedAtMs: number;
  /** IANA name that decides where a day of counts begins. */
  readonly timeZone: string;
}

/**
 * What the rows of one stream are and what becomes of them. Numbers, marks, quarantine and
 * acknowledgement are the same for every stream and belong to the plan.
 */
export interface RowKind {
  /** Why a row goes to quarantine that the database refused. */
  readonly refusal: RejectReason;
  /** The hash that a row claims, however malformed it is; null when it claims none. */
  hashOf(row: unknown): string | null;
  /** Checks the row that stands next after the mark, and keeps it; the reason when it does not stand. */
  take(stream: PlannedStream, placed: PlacedRow): RejectReason | null;
  /** Rows kept so far. */
  readonly kept: number;
  /** Writes what was kept. */
  write(client: PoolClient, time: GroupTime): Promise<void>;
}
