import type { PoolClient } from "pg";

/** What became of a tube. */
export type TubeChange =
  | { readonly what: "opened"; readonly capacity: number }
  | { readonly what: "filled"; readonly members: number }
  | { readonly what: "voided" }
  | {
      readonly what: "closed";
      readonly state: "sealed" | "quarantined";
      readonly capacity: number;
      readonly members: number;
      readonly swabs: number;
    };

/** What one event says of a tube. */
export interface TubeNews {
  readonly stationId: string;
  readonly tubeId: string;
  readonly tubeCode: string;
  readonly wallTimeMs: number;
  readonly mode: string;
  readonly change: TubeChange;
}

/** All that a group says of one tube; null where it says nothing. */
interface TubeRow {
  readonly station_id: string;
  readonly tube_id: string;
  readonly tube_code: string;
  readonly mode: string;
  readonly capacity: number | null;
  readonly opened_ms: number | null;
  readonly members: number | null;
  readonly closed_as: "sealed" | "quarantined" | "voided" | null;
  readonly closed_ms: number | null;
  readonly swabs: number | null;
}

const INCOMING = `
  from jsonb_to_recordset($1)
       as said (station_id text, tube_id uuid, tube_code text, mode text, capacity integer,
                opened_ms double precision, members integer, closed_as text,
                closed_ms double precision, swabs integer)`;

// Whatever names its capacity makes a row: a closing, too, when its opening is not here (yet).
const INSERT_TUBES = `
insert into tube as known (station_id, tube_id, tube_code, capacity, state, members, opened_at,
                           received_at, mode)
select station_id, tube_id, tube_code, capacity, 'open', 0, to_timestamp(opened_ms / 1000),
       $2::timestamptz, mode${INCOMING}
 where capacity is not null
 order by station_id, tube_id
on conflict (station_id, tube_id) do update
   set opened_at = excluded.opened_at, received_at = excluded.received_at
 where known.opened_at is null and excluded.opened_at is not null`;

// Only an open tube changes. What comes again under another epoch (a station restored from a copy)
// finds it closed, so that it counts once.
const CHANGE_TUBES = `
with incoming as (select *${INCOMING}
), changed as (
  update tube
     set members = coalesce(incoming.members, tube.members),
         state = coalesce(incoming.closed_as, tube.state), swabs = incoming.swabs,
         closed_at = to_timestamp(incoming.closed_ms / 1000), received_at = $2::timestamptz
    from incoming
   where tube.station_id = incoming.station_id and tube.tube_id = incoming.tube_id
     and tube.state = 'open'
     and (incoming.members is not null or incoming.closed_as is not null)
  returning tube.station_id, tube.state, tube.members, tube.closed_at, tube.mode
)
insert into tube_count as total (day, station_id, tubes, people)
select (closed_at at time zone $3)::date, station_id, count(*), sum(members)
  from changed where state in ('sealed', 'quarantined') and mode = 'live'
 group by 1, 2 order by 1, 2
on conflict (day, station_id) do update
   set tubes = total.tubes + excluded.tubes, people = total.people + excluded.people`;

/**
 * Brings tubes up to what a group's events say, in their order, and adds those that close to the
 * counts of their days; training is shown but never counted. The first closing stands. News of a
 * tube that is not here makes no row unless it names the tube's capacity.
 */
export async function projectTubes(
  client: PoolClient,
  news: readonly TubeNews[],
  at: { readonly receivedAtMs: number; readonly timeZone: string },
): Promise<void> {
  if (news.length === 0) return;
  const rows = JSON.stringify(rowsOf(news));
  const receivedAt = new Date(at.receivedAtMs);
  await client.query({ name: "tube-insert", text: INSERT_TUBES, values: [rows, receivedAt] });
  const values = [rows, receivedAt, at.timeZone];
  await client.query({ name: "tube-change", text: CHANGE_TUBES, values });
}

function rowsOf(news: readonly TubeNews[]): readonly TubeRow[] {
  const rows = new Map<string, TubeRow>();
  for (const one of news) {
    const key = `${one.stationId} ${one.tubeId}`;
    rows.set(key, withNews(rows.get(key) ?? emptyRow(one), one));
  }
  return [...rows.values()];
}

function emptyRow({ stationId, tubeId, tubeCode, mode }: TubeNews): TubeRow {
  return {
    station_id: stationId,
    tube_id: tubeId,
    tube_code: tubeCode,
    mode,
    capacity: null,
    opened_ms: null,
    members: null,
    closed_as: null,
    closed_ms: null,
    swabs: null,
  };
}

function withNews(row: TubeRow, news: TubeNews): TubeRow {
  const { change, wallTimeMs } = news;
  if (change.what === "opened") {
    return { ...row, capacity: change.capacity, opened_ms: row.opened_ms ?? wallTimeMs };
  }
  if (row.closed_as !== null) return row;
  if (change.what === "filled") return { ...row, members: change.members };
  if (change.what === "voided") return { ...row, closed_as: "voided", closed_ms: wallTimeMs };
  const { capacity, members, swabs, state } = change;
  return { ...row, capacity, members, swabs, closed_as: state, closed_ms: wallTimeMs };
}
