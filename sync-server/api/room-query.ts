import type { BoardLook } from "./board-look.ts";
import type { RoomFacts } from "./known-probes.ts";
import { patrolsOf } from "./patrol-query.ts";
import { roomCard } from "./room-card.ts";
import type { RoomCard, RoomState, RoomsBoard } from "./room-view.ts";
import type { StationCard } from "./station-view.ts";

const CARDS_SHOWN = 24;

/** What does harm by the minute comes first, then what nobody knows. */
const WORST_FIRST: readonly RoomState[] = [
  "beyond",
  "silent",
  "fault",
  "stale",
  "unknown",
  "never",
  "well",
];

/** Reads what is known of the machine rooms among `stations`. */
export async function readRooms(
  look: BoardLook,
  stations: readonly StationCard[],
): Promise<RoomsBoard> {
  const rooms = stations.filter((station) => station.role === "room");
  const counts = { beyond: 0, silent: 0, fault: 0, stale: 0, unknown: 0, never: 0, well: 0 };
  if (rooms.length === 0) return { asOfMs: look.nowMs, counts, cards: [] };
  const facts = await readFacts(look);
  const cards = rooms.map((station) => roomCard(station, facts(station.stationId), look.nowMs));
  for (const card of cards) counts[card.state] += 1;
  const shown = cards.sort((one, other) => rank(one) - rank(other)).slice(0, CARDS_SHOWN);
  return { asOfMs: look.nowMs, counts, cards: shown };
}

function rank({ state }: RoomCard): number {
  return WORST_FIRST.indexOf(state);
}

/** As many rows as the rooms of the registry have probes: they are all needed to tell the worst. */
async function readFacts(look: BoardLook): Promise<(stationId: string) => RoomFacts> {
  const scrapes = Map.groupBy(await readScrapes(look), (row) => row.station_id);
  const crossings = Map.groupBy(await readCrossings(look), (row) => row.station_id);
  const patrols = await patrolsOf(look);
  return (stationId) => ({
    scrapes: scrapes.get(stationId) ?? [],
    crossings: crossings.get(stationId) ?? [],
    patrol: patrols(stationId),
  });
}

function readScrapes({ reader }: BoardLook) {
  return reader
    .selectFrom("station")
    .innerJoin("latest_scrape as scrape", "scrape.station_id", "station.station_id")
    .selectAll("scrape")
    .where("station.role", "=", "room")
    .where("station.revoked_at", "is", null)
    .orderBy("scrape.device_id")
    .execute();
}

function readCrossings({ reader }: BoardLook) {
  return reader
    .selectFrom("station")
    .innerJoin("threshold_state as crossing", "crossing.station_id", "station.station_id")
    .selectAll("crossing")
    .select((each) => each.ref("crossing.state").$castTo<"above" | "below">().as("state"))
    .where("station.role", "=", "room")
    .where("station.revoked_at", "is", null)
    .where("crossing.state", "in", ["above", "below"])
    .orderBy("crossing.device_id")
    .execute();
}
