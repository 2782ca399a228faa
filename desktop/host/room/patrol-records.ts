import type { StationStore } from "../store/station-store.ts";
import type { EventRow } from "../store/store-contents.ts";
import { readRows } from "../store/store-reading.ts";
import type { PatrolEvent } from "./patrol-ledger.ts";
import type { PatrolRound } from "./patrol-round.ts";

const PATROL_TYPES = ["patrol.checked", "patrol.reported", "patrol.voided"] as const;
/** Records of one type that a round is read back from; a stuck scanner must not hold up the start. */
const MAX_RECORDS = 2_000;

/** What the log holds of a round, in the log's order. */
export async function readPatrolRecords(
  store: Pick<StationStore, "events">,
  { startMs, endMs }: PatrolRound,
): Promise<PatrolEvent[]> {
  const found: EventRow[] = [];
  for (const type of PATROL_TYPES) {
    const newest = await readRows(store.events, {
      selector: { type, wallTimeMs: { $gte: startMs, $lt: endMs } },
      sort: [{ wallTimeMs: "desc" }, { id: "desc" }],
      limit: MAX_RECORDS,
    });
    found.push(...newest);
  }
  return found.sort((one, other) => one.epochOrder - other.epochOrder || one.seq - other.seq);
}
