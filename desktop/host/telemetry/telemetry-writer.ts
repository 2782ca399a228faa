import type { Scrape } from "@gatehouse/protocols/telemetry/scrape";
import type { SqliteFile } from "../store/sqlite-file.ts";
import type { EpochTable, HostStart } from "./epoch-table.ts";
import type { ScrapeTable } from "./scrape-table.ts";
import type { TelemetryBound } from "./telemetry-bound.ts";
import type { TelemetryOutage } from "./telemetry-outage.ts";

/** Rows that wait for the end of their turn; at this many they are written at once. */
const MAX_WAITING = 1_000;

/** A row before it has its number. */
export type UnplacedScrape = Omit<Scrape, "seq">;

/** What rows are written with. */
export interface TelemetryWriterParts {
  readonly file: SqliteFile;
  readonly rows: ScrapeTable;
  readonly epochs: EpochTable;
  readonly bound: TelemetryBound;
  readonly outage: TelemetryOutage;
  readonly start: HostStart;
  nowMs(): number;
  /** Rows up to `seq` are in the file. */
  onWritten(seq: number): void;
}

/** Writes rows in their order, those of one turn of the event loop as one transaction. */
export class TelemetryWriter {
  readonly #parts: TelemetryWriterParts;
  #waiting: UnplacedScrape[] = [];
  #turnEnd: NodeJS.Immediate | null = null;
  #lastSeq: number;
  #count: number;

  constructor(parts: TelemetryWriterParts) {
    const { file, rows, epochs, start } = parts;
    this.#parts = parts;
    this.#lastSeq = file.read(() => epochs.lastSeq(start.epoch));
    this.#count = file.read(() => rows.count());
  }

  /** Takes a row. It never fails: what the disk refuses is dropped and counted. */
  append(scrape: UnplacedScrape): void {
    this.#waiting.push(scrape);
    if (this.#waiting.length >= MAX_WAITING) this.flush();
    else this.#turnEnd ??= setImmediate(() => this.flush());
  }

  /** Writes what waits. */
  flush(): void {
    if (this.#turnEnd) clearImmediate(this.#turnEnd);
    const turn = this.#waiting;
    [this.#turnEnd, this.#waiting] = [null, []];
    if (turn.length === 0) return;
    const { file, outage, onWritten } = this.#parts;
    try {
      const gone = file.transaction(() => this.#write(turn));
      this.#lastSeq += turn.length;
      this.#count += turn.length - gone;
    } catch (error) {
      outage.failed(error, turn.length);
      return;
    }
    outage.ended();
    onWritten(this.#lastSeq);
  }

  /** A number is taken only by the commit, so a turn that fails leaves no hole. */
  #write(turn: readonly UnplacedScrape[]): number {
    const { rows, epochs, bound, start } = this.#parts;
    const epochId = epochs.idOf(start);
    for (const [at, unplaced] of turn.entries()) {
      const seq = this.#lastSeq + 1 + at;
      rows.insert({ place: { epochId, seq }, scrape: { ...unplaced, seq } });
    }
    const newest = { epochId, seq: this.#lastSeq + turn.length };
    const count = this.#count + turn.length;
    return bound.keep({ nowMs: this.#parts.nowMs(), count, newest });
  }
}
