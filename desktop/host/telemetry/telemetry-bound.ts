import type { Logger } from "pino";
import type { EpochTable } from "./epoch-table.ts";
import { type ScrapePlace, type ScrapeTable, START } from "./scrape-table.ts";
import { ScrapeThinning } from "./scrape-thinning.ts";

/** A centre that is restored from a backup of this age can ask for the rows again. */
const KEPT_MS = 7 * 86_400_000;
/** Old rows that go in one turn, so that the first turn after a long rest is as short as any. */
const MAX_EXPIRED = 500;
/** Work begins this part below the bound, so that it can be spread over many turns. */
const SLACK = 0.01;

/** What the bound is kept with. */
export interface TelemetryBoundParts {
  readonly rows: ScrapeTable;
  readonly epochs: EpochTable;
  readonly maxRows: number;
  readonly logger: Logger;
}

/** How the file stands after rows were added. */
export interface TelemetryFill {
  readonly nowMs: number;
  readonly count: number;
  /** The newest row. It stays whatever happens, so that each listed epoch can be read to its end. */
  readonly newest: ScrapePlace;
}

/**
 * Keeps the telemetry within its bound, inside the transaction that adds rows. Policy:
 * 1. Acknowledged rows older than seven days go, whether there is room or not.
 * 2. At the bound the oldest acknowledged rows go.
 * 3. Then old neighbours of one device are put together, with their extremes (`ScrapeThinning`).
 * 4. Only when nothing is left to put together, the oldest rows go unsent, with a line in the log.
 */
export class TelemetryBound {
  readonly #parts: TelemetryBoundParts;
  readonly #thinning: ScrapeThinning;
  readonly #target: number;
  #isDropping = false;

  constructor(parts: TelemetryBoundParts) {
    this.#parts = parts;
    this.#thinning = new ScrapeThinning(parts.rows);
    this.#target = Math.floor(parts.maxRows * (1 - SLACK));
  }

  /** @returns how many rows went */
  keep(fill: TelemetryFill): number {
    const oldestMs = fill.nowMs - KEPT_MS;
    let gone = this.#dropAcked(MAX_EXPIRED, fill.newest, (timeMs) => timeMs < oldestMs);
    const needed = () => fill.count - gone - this.#target;
    if (needed() > 0) gone += this.#dropAcked(needed(), fill.newest, () => true);
    if (needed() > 0) gone += this.#thinning.free(needed(), fill.count - gone);
    gone += this.#dropOldest(fill.count - gone - this.#parts.maxRows, fill.newest);
    if (fill.count - gone < this.#target / 2) this.#thinning.reset();
    if (gone > 0) this.#parts.epochs.forgetEmpty();
    return gone;
  }

  #dropAcked(limit: number, newest: ScrapePlace, mayGo: (wallTimeMs: number) => boolean): number {
    const { epochs, rows } = this.#parts;
    let gone = 0;
    for (const { epochId, ackedSeq } of epochs.acked()) {
      const seq = epochId === newest.epochId ? Math.min(ackedSeq, newest.seq - 1) : ackedSeq;
      const times = rows.timesUpTo({ epochId, seq }, limit - gone);
      const staying = times.findIndex(({ wallTimeMs }) => !mayGo(wallTimeMs));
      const last = times.at(staying === -1 ? -1 : staying - 1);
      if (staying !== 0 && last) gone += rows.removeUpTo({ epochId, seq: last.seq });
      if (staying !== -1 || gone >= limit) break;
    }
    return gone;
  }

  #dropOldest(excess: number, newest: ScrapePlace): number {
    if (excess <= 0) {
      this.#isDropping = false;
      return 0;
    }
    const { rows, logger } = this.#parts;
    const oldest = rows.between(START, newest, excess);
    for (const { place } of oldest) rows.remove(place);
    if (!this.#isDropping) logger.warn("no room for telemetry: unsent rows are dropped");
    this.#isDropping = true;
    return oldest.length;
  }
}
