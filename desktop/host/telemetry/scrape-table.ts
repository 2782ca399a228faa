import type { SQLOutputValue } from "node:sqlite";
import type { EpochId } from "@gatehouse/protocols/ids";
import type { Scrape } from "@gatehouse/protocols/telemetry/scrape";
import type { SqliteFile } from "../store/sqlite-file.ts";

type Row = Record<string, SQLOutputValue>;

/** Where a row lies; `epochId` is the file's own number of an epoch. */
export interface ScrapePlace {
  readonly epochId: number;
  readonly seq: number;
}

/** A row with its place. */
export interface PlacedScrape {
  readonly place: ScrapePlace;
  readonly scrape: Scrape;
}

/** Before the first row of all. */
export const START: ScrapePlace = { epochId: 0, seq: 0 };

const COLUMNS = "epoch_id, seq, device_id, kind, wall_time_ms, clock_offset_ms, reading, span";

/** SQL of the telemetry's rows. Each call is part of the transaction or read that its caller runs. */
export class ScrapeTable {
  readonly #file: SqliteFile;

  constructor(file: SqliteFile) {
    this.#file = file;
  }

  count(): number {
    return Number(this.#file.statement("SELECT count(*) AS found FROM scrape").get()?.found);
  }

  insert({ place, scrape }: PlacedScrape): void {
    const { deviceId, kind, wallTimeMs, clockOffsetMs, values } = scrape;
    const sql = `INSERT INTO scrape (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;
    const key = [place.epochId, place.seq, deviceId, kind, wallTimeMs, clockOffsetMs];
    this.#file.statement(sql).run(...key, JSON.stringify(values), spanText(scrape));
  }

  /** Puts a row in the place of two: the later one's. */
  join(earlier: ScrapePlace, { place, scrape }: PlacedScrape): void {
    const sql = "UPDATE scrape SET span = ? WHERE epoch_id = ? AND seq = ?";
    this.#file.statement(sql).run(spanText(scrape), place.epochId, place.seq);
    this.remove(earlier);
  }

  remove({ epochId, seq }: ScrapePlace): void {
    this.#file.statement("DELETE FROM scrape WHERE epoch_id = ? AND seq = ?").run(epochId, seq);
  }

  /** Removes the first rows of an epoch, up to `seq`. @returns how many */
  removeUpTo({ epochId, seq }: ScrapePlace): number {
    const sql = "DELETE FROM scrape WHERE epoch_id = ? AND seq <= ?";
    return Number(this.#file.statement(sql).run(epochId, seq).changes);
  }

  /** When the first rows of an epoch were measured, up to `seq` and in order. */
  timesUpTo({ epochId, seq }: ScrapePlace, limit: number): { seq: number; wallTimeMs: number }[] {
    const sql = `SELECT seq, wall_time_ms FROM scrape WHERE epoch_id = ? AND seq <= ?
      ORDER BY seq LIMIT ?`;
    const rows = this.#file.statement(sql).all(epochId, seq, limit);
    return rows.map((row) => ({ seq: Number(row.seq), wallTimeMs: Number(row.wall_time_ms) }));
  }

  /** Rows of an epoch from `fromSeq` on, in order. */
  read(epoch: EpochId, fromSeq: number, limit: number): Scrape[] {
    const sql = `SELECT ${COLUMNS} FROM scrape
      WHERE epoch_id = (SELECT id FROM epoch WHERE epoch = ?) AND seq >= ? ORDER BY seq LIMIT ?`;
    const rows = this.#file.statement(sql).all(epoch, fromSeq, limit);
    return rows.map((row) => placedFrom(row).scrape);
  }

  /** Rows behind one place up to another, in order. */
  between(behind: ScrapePlace, upTo: ScrapePlace, limit: number): PlacedScrape[] {
    const sql = `SELECT ${COLUMNS} FROM scrape
      WHERE (epoch_id, seq) > (?, ?) AND (epoch_id, seq) <= (?, ?)
      ORDER BY epoch_id, seq LIMIT ?`;
    const range = [behind.epochId, behind.seq, upTo.epochId, upTo.seq];
    const rows = this.#file.statement(sql).all(...range, limit);
    return rows.map(placedFrom);
  }

  /** Place of the row that has so many before it; null where there are fewer. */
  placeAt(offset: number): ScrapePlace | null {
    const sql = "SELECT epoch_id, seq FROM scrape ORDER BY epoch_id, seq LIMIT 1 OFFSET ?";
    const row = this.#file.statement(sql).get(offset);
    return row ? placeOf(row) : null;
  }

  /** What a device said in a time, in the order of its clock. */
  readingsOf(
    deviceId: string,
    { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  ): Pick<Scrape, "wallTimeMs" | "values">[] {
    const sql = `SELECT wall_time_ms, reading FROM scrape
      WHERE device_id = ? AND wall_time_ms BETWEEN ? AND ? ORDER BY wall_time_ms, epoch_id, seq`;
    const rows = this.#file.statement(sql).all(deviceId, fromMs, toMs);
    return rows.map((row) => ({
      wallTimeMs: Number(row.wall_time_ms),
      values: JSON.parse(String(row.reading)),
    }));
  }
}

function spanText({ span }: Scrape): string | null {
  return span === null ? null : JSON.stringify(span);
}

function placeOf(row: Row): ScrapePlace {
  return { epochId: Number(row.epoch_id), seq: Number(row.seq) };
}

function placedFrom(row: Row): PlacedScrape {
  const place = placeOf(row);
  const scrape: Scrape = {
    seq: place.seq,
    deviceId: String(row.device_id),
    kind: String(row.kind),
    wallTimeMs: Number(row.wall_time_ms),
    clockOffsetMs: row.clock_offset_ms === null ? null : Number(row.clock_offset_ms),
    values: JSON.parse(String(row.reading)),
    span: row.span === null ? null : JSON.parse(String(row.span)),
  };
  return { place, scrape };
}
