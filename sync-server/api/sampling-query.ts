import { sql } from "kysely";
import type { BoardLook } from "./board-look.ts";
import type { ClosedTube, OpenTube, SamplingBoard } from "./sampling-view.ts";
import type { StationCard } from "./station-view.ts";

const CLOSED_SHOWN = 20;
const OPEN_SHOWN = 12;
const QUARANTINED_SHOWN = 10;
/** A tube that nobody closes, or nobody fetches, leaves the board a day after the last news of it. */
const WAITING_SHOWN_MS = 24 * 60 * 60_000;

/** Reads what the sampling tables among `stations` do. */
export async function readSampling(
  look: BoardLook,
  stations: readonly StationCard[],
): Promise<SamplingBoard> {
  return {
    asOfMs: look.nowMs,
    tables: stations.filter((station) => station.role === "sampling").length,
    today: await readToday(look),
    closed: await readClosed(look),
    open: await readOpen(look, stations),
    quarantined: await readQuarantined(look),
  };
}

async function readToday({ reader, day }: BoardLook): Promise<SamplingBoard["today"]> {
  const row = await reader
    .selectFrom("tube_count")
    .select((each) => [each.fn.sum("tubes").as("tubes"), each.fn.sum("people").as("people")])
    .where("day", "=", day)
    .executeTakeFirstOrThrow();
  return { tubes: Number(row.tubes ?? 0), people: Number(row.people ?? 0) };
}

/** Tubes of real work with their places. */
function liveTubes({ reader }: BoardLook) {
  return reader
    .selectFrom("tube")
    .leftJoin("station", "station.station_id", "tube.station_id")
    .selectAll("tube")
    .select(["station.site_name", "station.lane_name"])
    .where("tube.mode", "=", "live");
}

/** The same, of one state and heard of within a day; the state is written out, so that the partial index serves. */
function waitingTubes(look: BoardLook, state: "open" | "quarantined") {
  return liveTubes(look)
    .where("tube.state", "=", sql.lit(state))
    .where("tube.received_at", ">=", new Date(look.nowMs - WAITING_SHOWN_MS));
}

async function readClosed(look: BoardLook): Promise<readonly ClosedTube[]> {
  const rows = await liveTubes(look)
    .where("tube.state", "!=", sql.lit("open"))
    .orderBy("tube.received_at", "desc")
    .orderBy("tube.closed_at", "desc")
    .limit(CLOSED_SHOWN)
    .execute();
  return rows.flatMap(closedTube);
}

async function readQuarantined(look: BoardLook): Promise<SamplingBoard["quarantined"]> {
  const rows = await waitingTubes(look, "quarantined")
    .select((each) => each.fn.countAll<number>().over().as("rows"))
    .orderBy("tube.received_at", "desc")
    .limit(QUARANTINED_SHOWN)
    .execute();
  return { count: rows[0]?.rows ?? 0, tubes: rows.flatMap(closedTube) };
}

async function readOpen(
  look: BoardLook,
  stations: readonly StationCard[],
): Promise<SamplingBoard["open"]> {
  const cards = new Map(stations.map((station) => [station.stationId, station]));
  // A table has one open tube: where an older one was never closed, the newest is the one in use.
  const rows = await waitingTubes(look, "open")
    .distinctOn("tube.station_id")
    .where("station.revoked_at", "is", null)
    .orderBy("tube.station_id")
    .orderBy("tube.tube_id", "desc")
    .execute();
  const tubes = rows
    .map(
      (row): OpenTube => ({
        ...tubeRow(row),
        capacity: row.capacity,
        openedAtMs: row.opened_at?.getTime() ?? null,
        isLastKnown: cards.get(row.station_id)?.presence !== "online",
      }),
    )
    .sort((one, other) => openSince(one) - openSince(other));
  return { count: tubes.length, tubes: tubes.slice(0, OPEN_SHOWN) };
}

function openSince(tube: OpenTube): number {
  return tube.openedAtMs ?? tube.receivedAtMs;
}

type FoundTube = Awaited<ReturnType<ReturnType<typeof liveTubes>["execute"]>>[number];

function closedTube(row: FoundTube): readonly ClosedTube[] {
  if (row.state === "open") return [];
  const closedAtMs = row.closed_at?.getTime() ?? null;
  return [{ ...tubeRow(row), state: row.state, swabs: row.swabs, closedAtMs }];
}

function tubeRow(row: FoundTube) {
  return {
    tubeId: row.tube_id,
    tubeCode: row.tube_code,
    stationId: row.station_id,
    siteName: row.site_name ?? "",
    laneName: row.lane_name ?? row.station_id,
    members: row.members,
    receivedAtMs: row.received_at.getTime(),
  };
}
