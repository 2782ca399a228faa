import type { Kysely } from "kysely";
import type { CentreTables } from "../store/tables.ts";
import { readAlarms, readQuarantined } from "./alarm-query.ts";
import type { BoardLook } from "./board-look.ts";
import type { BoardView, ScanRow, UnsentTotal } from "./board-view.ts";
import { calendarDay } from "./calendar-day.ts";
import { attentionRank } from "./presence.ts";
import { readRooms } from "./room-query.ts";
import { readSampling } from "./sampling-query.ts";
import { type StationFacts, stationCard } from "./station-card.ts";
import type { StationCard } from "./station-view.ts";

/** Scans on the board; a screen shows those that fit. */
const SCANS_SHOWN = 50;

/** Whose board it is. */
export interface BoardSettings {
  readonly city: string;
  /** IANA name; decides which day is today. */
  readonly timeZone: string;
  readonly nowMs: () => number;
}

/** Reads the whole board as one consistent picture of the database. */
export function readBoard(
  database: Kysely<CentreTables>,
  settings: BoardSettings,
): Promise<BoardView> {
  return database
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute(async (reader) => {
      const { city, timeZone } = settings;
      const nowMs = settings.nowMs();
      const look = { reader, nowMs, timeZone, day: calendarDay(nowMs, timeZone) };
      const counts = await scansOf(look);
      const stations = await readStations(look, counts);
      return {
        nowMs,
        city,
        timeZone,
        scansToday: { count: sum(counts.values()), asOfMs: nowMs },
        unsent: unsentTotal(stations, nowMs),
        stations,
        sampling: await readSampling(look, stations),
        rooms: await readRooms(look, stations),
        scans: await readScans(look),
        quarantined: await readQuarantined(look),
        alarms: await readAlarms(look),
      };
    });
}

async function scansOf({ reader, day }: BoardLook): Promise<ReadonlyMap<string, number>> {
  const rows = await reader
    .selectFrom("scan_count")
    .select(["station_id", "scans"])
    .where("day", "=", day)
    .execute();
  return new Map(rows.map((row) => [row.station_id, row.scans]));
}

async function readStations(
  { reader, nowMs }: BoardLook,
  counts: ReadonlyMap<string, number>,
): Promise<readonly StationCard[]> {
  const rows: readonly StationFacts[] = await reader
    .selectFrom("station")
    .leftJoin("station_state as state", "state.station_id", "station.station_id")
    .select([
      "station.station_id",
      "station.role",
      "station.site_name",
      "station.lane_name",
      "station.created_at",
      "state.online",
      "state.reported_at",
      "state.received_at",
      "state.software_version",
      "state.unsent",
      "state.oldest_unsent_at",
      "state.devices",
      "state.store_ok",
      "state.on_duty",
      "state.is_training",
    ])
    .where("station.revoked_at", "is", null)
    .orderBy("station.site_name")
    .orderBy("station.lane_name")
    .orderBy("station.station_id")
    .execute();
  return rows
    .map((row) => stationCard(row, counts.get(row.station_id) ?? 0, nowMs))
    .sort((one, other) => attentionRank(one) - attentionRank(other));
}

async function readScans({ reader }: BoardLook): Promise<readonly ScanRow[]> {
  const rows = await reader
    .selectFrom("scan")
    .leftJoin("station", "station.station_id", "scan.station_id")
    .selectAll("scan")
    .select(["station.site_name", "station.lane_name"])
    // A drill's scans are kept, but nobody passed.
    .where("scan.mode", "=", "live")
    .orderBy("scan.received_at", "desc")
    .orderBy("scan.wall_time", "desc")
    .limit(SCANS_SHOWN)
    .execute();
  return rows.map((row) => ({
    eventId: row.event_id,
    stationId: row.station_id,
    siteName: row.site_name ?? "",
    laneName: row.lane_name ?? row.station_id,
    wallTimeMs: row.wall_time.getTime(),
    receivedAtMs: row.received_at.getTime(),
    maskedTail: row.masked_tail,
    symbology: row.symbology,
    source: row.source,
    voided: row.voided,
  }));
}

function unsentTotal(stations: readonly StationCard[], nowMs: number): UnsentTotal {
  const silent = stations.filter((card) => card.presence === "silent");
  const oldest = stations.flatMap((card) => card.oldestUnsentAtMs ?? []);
  return {
    count: sum(stations.map((card) => card.unsent ?? 0)),
    oldestAtMs: oldest.length > 0 ? Math.min(...oldest) : null,
    asOfMs: nowMs,
    lastKnownCount: sum(silent.map((card) => card.unsent ?? 0)),
    unknownStations: stations.filter((card) => card.unsent === null).length,
  };
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
