import { sql } from "kysely";
import type { BoardLook } from "./board-look.ts";
import type { PatrolCard, PatrolCheck } from "./room-view.ts";

/** Reads the patrols of all machine rooms; answers each room's own. */
export async function patrolsOf(look: BoardLook): Promise<(stationId: string) => PatrolCard> {
  const newest = new Map((await readNewest(look)).map((row) => [row.station_id, checkOf(row)]));
  const points = Map.groupBy(await readToday(look), (row) => row.station_id);
  return (stationId) => {
    const today = points.get(stationId) ?? [];
    const abnormal = today.filter((point) => point.note !== null).map(checkOf);
    return {
      pointsToday: today.length,
      abnormalToday: abnormal.length,
      newestAbnormal: abnormal.sort((one, other) => other.wallTimeMs - one.wallTimeMs)[0] ?? null,
      newest: newest.get(stationId) ?? null,
    };
  };
}

/** The newest check of each point of today. One made today came in today, unless its clock is fast. */
function readToday({ reader, day, timeZone }: BoardLook) {
  const start = sql<Date>`(${day}::date)::timestamp at time zone ${timeZone}`;
  const end = sql<Date>`(${day}::date + 1)::timestamp at time zone ${timeZone}`;
  // Sorted as bytes: a day of patrols in a language's order takes about twice as long.
  const room = sql`station_id collate "C"`;
  const point = sql`point_code collate "C"`;
  return reader
    .selectFrom("patrol_check")
    .distinctOn([room, point])
    .select(["station_id", "point_name", "wall_time", "note"])
    .where("received_at", ">=", start)
    .where("wall_time", ">=", start)
    .where("wall_time", "<", end)
    .where("voided", "=", false)
    .where("mode", "=", "live")
    .orderBy(room)
    .orderBy(point)
    .orderBy("event_id", "desc")
    .execute();
}

/** One step in the primary key for each room: event ids rise with time (UUIDv7, RFC 9562 clause 5.7). */
function readNewest({ reader }: BoardLook) {
  return reader
    .selectFrom("station")
    .innerJoinLateral(
      (from) =>
        from
          .selectFrom("patrol_check as each")
          .select(["each.station_id", "each.point_name", "each.wall_time", "each.note"])
          .whereRef("each.station_id", "=", "station.station_id")
          .where("each.voided", "=", false)
          .where("each.mode", "=", "live")
          .orderBy("each.event_id", "desc")
          .limit(1)
          .as("newest"),
      (join) => join.onTrue(),
    )
    .selectAll("newest")
    .where("station.role", "=", "room")
    .where("station.revoked_at", "is", null)
    .execute();
}

function checkOf(row: {
  readonly point_name: string;
  readonly wall_time: Date;
  readonly note: string | null;
}): PatrolCheck {
  return { pointName: row.point_name, wallTimeMs: row.wall_time.getTime(), note: row.note };
}
