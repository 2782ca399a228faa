import type { PoolClient } from "pg";

/** A scan as the board shows it. */
export interface ProjectedScan {
  readonly eventId: string;
  readonly stationId: string;
  readonly wallTimeMs: number;
  readonly maskedTail: string;
  readonly symbology: string | null;
  readonly source: string;
  readonly mode: string;
}

/** Takes back one scan of the same station. */
export interface ProjectedVoid {
  readonly voidedEventId: string;
  readonly stationId: string;
}

// The same event can come again under another epoch (a station restored from a copy): it counts once.
const INSERT_SCANS = `
with incoming as (
  select distinct on (event_id) *, to_timestamp(wall_time_ms / 1000) as wall_time
    from jsonb_to_recordset($1)
         as row (event_id uuid, station_id text, wall_time_ms double precision, masked_tail text,
                 symbology text, source text, mode text)
), inserted as (
  insert into scan (event_id, station_id, wall_time, received_at, masked_tail, symbology, source, mode)
  select event_id, station_id, wall_time, $2::timestamptz, masked_tail, symbology, source, mode
    from incoming
   where not exists (select from scan known where known.event_id = incoming.event_id)
  returning station_id, wall_time, mode
)
insert into scan_count as total (day, station_id, scans)
select (wall_time at time zone $3)::date, station_id, count(*)
  from inserted where mode = 'live'
 group by 1, 2 order by 1, 2
on conflict (day, station_id) do update set scans = total.scans + excluded.scans`;

const VOID_SCANS = `
with incoming as (
  select distinct voided_event_id, station_id
    from jsonb_to_recordset($1) as row (voided_event_id uuid, station_id text)
), voided as (
  update scan set voided = true
    from incoming
   where scan.event_id = incoming.voided_event_id
     and scan.station_id = incoming.station_id
     and not scan.voided
  returning scan.station_id, scan.wall_time, scan.mode
), lost as (
  select (wall_time at time zone $2)::date as day, station_id, count(*) as scans
    from voided where mode = 'live'
   group by 1, 2
)
update scan_count total set scans = total.scans - lost.scans
  from lost where total.day = lost.day and total.station_id = lost.station_id`;

/**
 * Adds scans to the board and to the counts of their days; training is shown but never counted.
 * @param timeZone IANA name that decides where a day begins
 */
export async function projectScans(
  client: PoolClient,
  scans: readonly ProjectedScan[],
  at: { readonly receivedAtMs: number; readonly timeZone: string },
): Promise<void> {
  if (scans.length === 0) return;
  const rows = scans.map((scan) => ({
    event_id: scan.eventId,
    station_id: scan.stationId,
    wall_time_ms: scan.wallTimeMs,
    masked_tail: scan.maskedTail,
    symbology: scan.symbology,
    source: scan.source,
    mode: scan.mode,
  }));
  const values = [JSON.stringify(rows), new Date(at.receivedAtMs), at.timeZone];
  await client.query({ name: "scan-insert", text: INSERT_SCANS, values });
}

/** Marks scans as voided and takes them out of the counts; a second void of the same scan changes nothing. */
export async function projectVoids(
  client: PoolClient,
  voids: readonly ProjectedVoid[],
  timeZone: string,
): Promise<void> {
  if (voids.length === 0) return;
  const rows = voids.map((one) => ({
    voided_event_id: one.voidedEventId,
    station_id: one.stationId,
  }));
  const values = [JSON.stringify(rows), timeZone];
  await client.query({ name: "scan-void", text: VOID_SCANS, values });
}
