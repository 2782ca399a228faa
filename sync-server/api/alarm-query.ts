import type { BoardLook } from "./board-look.ts";
import type { AlarmRow, BoardView } from "./board-view.ts";

const ALARMS_SHOWN = 10;

/** Reads what a person should look at. */
export async function readAlarms(look: BoardLook): Promise<BoardView["alarms"]> {
  const count = await countRows(look, "alarm");
  return { count, asOfMs: look.nowMs, newest: await readNewest(look) };
}

/** Counts the rows that could not be taken. */
export async function readQuarantined(look: BoardLook): Promise<BoardView["quarantined"]> {
  return { count: await countRows(look, "quarantine"), asOfMs: look.nowMs };
}

async function readNewest({ reader }: BoardLook): Promise<readonly AlarmRow[]> {
  const rows = await reader
    .selectFrom("alarm")
    .leftJoin("station", "station.station_id", "alarm.station_id")
    .select(["alarm.id", "alarm.kind", "alarm.raised_at", "alarm.station_id"])
    .select(["station.site_name", "station.lane_name"])
    .orderBy("alarm.raised_at", "desc")
    .limit(ALARMS_SHOWN)
    .execute();
  return rows.map((row) => ({
    id: String(row.id),
    kind: row.kind,
    raisedAtMs: row.raised_at.getTime(),
    stationId: row.station_id,
    place: row.site_name === null ? null : `${row.site_name} ${row.lane_name}`,
  }));
}

async function countRows({ reader }: BoardLook, table: "alarm" | "quarantine"): Promise<number> {
  const row = await reader
    .selectFrom(table)
    .select((expression) => expression.fn.countAll().as("rows"))
    .executeTakeFirstOrThrow();
  return Number(row.rows);
}
