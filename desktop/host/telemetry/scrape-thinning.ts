import { isJoinable, joinedScrape } from "./joined-scrape.ts";
import { type PlacedScrape, type ScrapePlace, type ScrapeTable, START } from "./scrape-table.ts";

/** Rows that are looked at together. */
const CHUNK_ROWS = 500;
/** Chunks in one turn of the event loop, so that a full file does not hold it up. */
const MAX_CHUNKS = 40;
/** A pass that freed less than this part of what it saw has left little to put together. */
const POOR_YIELD = 1 / 8;
/** Rows of more scrapes than this have nothing left to tell apart. */
const COARSEST = 2 ** 16;

/**
 * Puts neighbouring rows of one device together, pass after pass over the older half of the rows,
 * so that the newest keep their full resolution. A row may tell of at most so many scrapes until
 * a pass yields little; then of twice as many: the older half stays evenly coarse.
 */
export class ScrapeThinning {
  readonly #table: ScrapeTable;
  /** Where the pass stands and where it ends. */
  #behind: ScrapePlace = START;
  #upTo: ScrapePlace = START;
  #seen = 0;
  #freed = 0;
  #maxScrapes = 1;

  constructor(table: ScrapeTable) {
    this.#table = table;
  }

  /** There is room again: a later shortage begins gently. */
  reset(): void {
    [this.#behind, this.#upTo] = [START, START];
    [this.#seen, this.#freed, this.#maxScrapes] = [0, 0, 1];
  }

  /** @returns how many rows went, about `needed`; fewer when this turn's work is done or nothing is left */
  free(needed: number, count: number): number {
    let freed = 0;
    for (let chunk = 0; chunk < MAX_CHUNKS && freed < needed; chunk += 1) {
      const rows = this.#table.between(this.#behind, this.#upTo, CHUNK_ROWS);
      if (rows.length === 0) this.#startPass(count - freed);
      else freed += this.#joinNeighbours(rows);
    }
    return freed;
  }

  #startPass(count: number): void {
    if (this.#freed <= this.#seen * POOR_YIELD) this.#maxScrapes *= 2;
    // Where the older half has no neighbours left, the newer must give.
    const reach = this.#maxScrapes > COARSEST ? count : Math.floor(count / 2);
    this.#upTo = this.#table.placeAt(Math.max(0, reach - 1)) ?? START;
    [this.#behind, this.#seen, this.#freed] = [START, 0, 0];
  }

  /** Joins what stands in pairs; an odd row waits for the next pass. */
  #joinNeighbours(rows: readonly PlacedScrape[]): number {
    const waiting = new Map<string, PlacedScrape>();
    let freed = 0;
    for (const later of rows) {
      const neighbours = `${later.place.epochId} ${later.scrape.deviceId}`;
      const earlier = waiting.get(neighbours);
      const joined = earlier && this.#joined(earlier, later);
      if (joined) {
        this.#table.join(earlier.place, joined);
        waiting.delete(neighbours);
        freed += 1;
      } else waiting.set(neighbours, later);
      this.#behind = later.place;
    }
    this.#seen += rows.length;
    this.#freed += freed;
    return freed;
  }

  #joined(earlier: PlacedScrape, later: PlacedScrape): PlacedScrape | null {
    if (!isJoinable(earlier.scrape, later.scrape)) return null;
    const scrape = joinedScrape(earlier.scrape, later.scrape);
    const isTooCoarse = (scrape.span?.scrapes ?? 1) > this.#maxScrapes;
    return isTooCoarse ? null : { place: later.place, scrape };
  }
}
