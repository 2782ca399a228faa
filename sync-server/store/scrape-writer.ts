import type { Scrape } from "@gatehouse/protocols/telemetry/scrape";
import type { PoolClient } from "pg";
import { receiveDay } from "./partitions.ts";

/** A scrape of one station's epoch. */
export interface ScrapeRow {
  readonly stationId: string;
  readonly epoch: string;
  readonly scrape: Scrape;
  /** When it was measured by the centre's clock, Unix ms; the scrape says it by the station's. */
  readonly measuredMs: number;
}

const COLUMNS = `
       as row (station_id text, epoch text, seq bigint, device_id text, kind text,
               wall_time_ms double precision, measured_ms double precision,
               values double precision[], span jsonb)`;

const INSERT_SCRAPES = `
insert into scrape (received_day, received_at, station_id, epoch, seq, device_id, kind, wall_time,
                    values, span)
select $2::date, $3::timestamptz, station_id, epoch, seq, device_id, kind,
       to_timestamp(wall_time_ms / 1000), values, span
  from jsonb_to_recordset($1)${COLUMNS}`;

const UPSERT_LATEST = `
insert into latest_scrape (station_id, device_id, kind, values, wall_time, received_at)
select station_id, device_id, kind, values, to_timestamp(measured_ms / 1000), $2::timestamptz
  from jsonb_to_recordset($1)${COLUMNS}
 order by station_id, device_id
on conflict (station_id, device_id) do update
   set kind = excluded.kind, values = excluded.values, wall_time = excluded.wall_time,
       received_at = excluded.received_at`;

/** Inserts scrapes into the partition of their receive time, which must exist. */
export async function insertScrapes(
  client: PoolClient,
  rows: readonly ScrapeRow[],
  receivedAtMs: number,
): Promise<void> {
  if (rows.length === 0) return;
  const values = [textOf(rows), receiveDay(receivedAtMs), new Date(receivedAtMs)];
  await client.query({ name: "scrape-insert", text: INSERT_SCRAPES, values });
}

/**
 * Keeps the last of the rows of each device as its newest: by the order in which they came, not by
 * a station's clock. Its time is the centre's, for the board tells by it how old a value is.
 */
export async function upsertLatestScrapes(
  client: PoolClient,
  rows: readonly ScrapeRow[],
  receivedAtMs: number,
): Promise<void> {
  if (rows.length === 0) return;
  const latest = new Map(rows.map((row) => [`${row.stationId} ${row.scrape.deviceId}`, row]));
  const values = [textOf([...latest.values()]), new Date(receivedAtMs)];
  await client.query({ name: "scrape-latest", text: UPSERT_LATEST, values });
}

function textOf(rows: readonly ScrapeRow[]): string {
  return JSON.stringify(
    rows.map(({ stationId, epoch, scrape, measuredMs }) => ({
      station_id: stationId,
      epoch,
      seq: scrape.seq,
      device_id: scrape.deviceId,
      kind: scrape.kind,
      wall_time_ms: scrape.wallTimeMs,
      measured_ms: measuredMs,
      values: scrape.values,
      span: scrape.span,
    })),
  );
}
