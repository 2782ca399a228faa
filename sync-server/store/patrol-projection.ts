import type { PoolClient } from "pg";

/** What became of the check of a patrol point. */
export type PatrolChange =
  | { readonly what: "checked"; readonly pointName: string }
  | { readonly what: "reported"; readonly note: string }
  | { readonly what: "voided" };

/** What one event says of a check. */
export interface PatrolNews {
  readonly stationId: string;
  /** `eventId` of the `patrol.checked`. */
  readonly checkId: string;
  readonly pointCode: string;
  readonly wallTimeMs: number;
  readonly mode: string;
  readonly change: PatrolChange;
}

/** All that a group says of one check. */
interface PatrolRow {
  readonly station_id: string;
  readonly event_id: string;
  readonly point_code: string;
  /** Null when the check itself is not in the group. */
  readonly point_name: string | null;
  readonly wall_time_ms: number;
  readonly note: string | null;
  readonly voided: boolean;
  readonly mode: string;
}

// What is abnormal must be seen even when the check itself is not here (yet): until it comes, its
// point's code stands for the name, and the time of what is known of it for its own.
const UPSERT_PATROLS = `
insert into patrol_check as known (event_id, station_id, point_code, point_name, wall_time,
                                   received_at, note, voided, mode)
select event_id, station_id, point_code, coalesce(point_name, point_code),
       to_timestamp(wall_time_ms / 1000), $2::timestamptz, note, voided, mode
  from jsonb_to_recordset($1)
       as said (event_id uuid, station_id text, point_code text, point_name text,
                wall_time_ms double precision, note text, voided boolean, mode text)
 order by station_id, event_id
on conflict (station_id, event_id) do update
   set point_name = case when excluded.point_name = excluded.point_code
                         then known.point_name else excluded.point_name end,
       wall_time = case when excluded.point_name = excluded.point_code
                        then known.wall_time else excluded.wall_time end,
       note = coalesce(excluded.note, known.note),
       voided = known.voided or excluded.voided`;

/** Adds checks of patrol points, what was reported of them, and what was taken back; the same again changes nothing. */
export async function projectPatrols(
  client: PoolClient,
  news: readonly PatrolNews[],
  receivedAtMs: number,
): Promise<void> {
  if (news.length === 0) return;
  const values = [JSON.stringify(rowsOf(news)), new Date(receivedAtMs)];
  await client.query({ name: "patrol-upsert", text: UPSERT_PATROLS, values });
}

function rowsOf(news: readonly PatrolNews[]): readonly PatrolRow[] {
  const rows = new Map<string, PatrolRow>();
  for (const one of news) {
    const key = `${one.stationId} ${one.checkId}`;
    rows.set(key, withNews(rows.get(key) ?? emptyRow(one), one));
  }
  return [...rows.values()];
}

function emptyRow({ stationId, checkId, pointCode, wallTimeMs, mode }: PatrolNews): PatrolRow {
  return {
    station_id: stationId,
    event_id: checkId,
    point_code: pointCode,
    point_name: null,
    wall_time_ms: wallTimeMs,
    note: null,
    voided: false,
    mode,
  };
}

function withNews(row: PatrolRow, { change, wallTimeMs }: PatrolNews): PatrolRow {
  switch (change.what) {
    case "checked":
      return { ...row, point_name: change.pointName, wall_time_ms: wallTimeMs };
    case "reported":
      return { ...row, note: change.note };
    case "voided":
      return { ...row, voided: true };
  }
}
