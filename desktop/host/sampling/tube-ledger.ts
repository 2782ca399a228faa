import type { ClosedTubeView, SamplingView } from "@gatehouse/protocols/rpc/sampling-view";
import { dayStartOf } from "../post/local-day.ts";
import type { OnDuty } from "../post/post.ts";

/** Rows of "last tubes" that a screen may show. */
export const LAST_TUBES = 10;
/** Closed tubes that counts are made of; a table that closes one every 13 s makes so many in 36 h. */
export const MAX_COUNTED = 10_000;

/** A closed tube as counts need it. */
export interface CountedTube {
  readonly members: number;
  readonly shiftId: string | null;
  readonly closedAtMs: number;
}

/** What the log holds at start. */
export interface ClosedTubes {
  /** Newest first. */
  readonly last: readonly ClosedTubeView[];
  /** Sealed or put aside, in any order. */
  readonly counted: readonly CountedTube[];
}

/** Closed tubes in memory: a projection of the log, advanced by each committed event. */
export class TubeLedger {
  #last: readonly ClosedTubeView[];
  readonly #counted: CountedTube[];

  constructor({ last, counted }: ClosedTubes) {
    this.#last = last;
    const oldestFirst = counted.toSorted((left, right) => left.closedAtMs - right.closedAtMs);
    this.#counted = oldestFirst.slice(-MAX_COUNTED);
  }

  /** Takes a tube that was just closed. */
  closed(tube: ClosedTubeView, shiftId: string | null): void {
    this.#last = [tube, ...this.#last].slice(0, LAST_TUBES);
    if (tube.state === "voided") return;
    const { members, closedAtMs } = tube;
    this.#counted.push({ members, shiftId, closedAtMs });
    if (this.#counted.length > MAX_COUNTED) this.#counted.shift();
  }

  /** Newest first. */
  get last(): readonly ClosedTubeView[] {
    return this.#last;
  }

  /** Counts of a shift, or of today when there is none. A shift's tubes are its own whatever the clock did. */
  counts(shift: Omit<OnDuty, "actors"> | null, nowMs: number): SamplingView["counts"] {
    const sinceMs = shift?.shiftStartedAtMs ?? dayStartOf(nowMs);
    const counted = this.#counted.filter(({ shiftId, closedAtMs }) =>
      shift ? shiftId === shift.shiftId : closedAtMs >= sinceMs,
    );
    const people = counted.reduce((sum, { members }) => sum + members, 0);
    return { tubes: counted.length, people, sinceMs, asOfMs: nowMs };
  }
}
