import type { EventBody } from "@gatehouse/protocols/event/event-types";
import type { PoolSize } from "@gatehouse/protocols/event/pool-sizes";
import type { ClosedTubeView } from "@gatehouse/protocols/rpc/sampling-view";
import { afterEvent, type TableState } from "@gatehouse/protocols/sampling/tube-state";
import { findByLookup } from "../event-log/event-lookup.ts";
import { byPlace, newestOf, rowsAfter } from "../event-log/event-reading.ts";
import type { StationStore } from "../store/station-store.ts";
import type { EventRow } from "../store/store-contents.ts";
import { readRows } from "../store/store-reading.ts";
import { closedTubeOf, isClosing, tubeEventOf } from "./tube-event.ts";
import { type ClosedTubes, type CountedTube, LAST_TUBES, MAX_COUNTED } from "./tube-ledger.ts";

const CLOSINGS = ["tube.sealed", "tube.quarantined", "tube.voided"] as const;
const COUNTED = ["tube.sealed", "tube.quarantined"] as const;
const MEMBERS = ["tube.member-added", "tube.member-voided"] as const;

/** The text by which a tube's own events are found; those about its members go by the person. */
export function tubeLookup(tubeCode: string): string {
  return `tube:${tubeCode}`;
}

/** The text by which a person's places in tubes are found. */
export function personLookup(person: string): string {
  return `person:${person}`;
}

/** True when this station opened a tube of this code before and it was not voided. */
export async function isTubeUsed(store: StationStore, tubeCode: string): Promise<boolean> {
  // The newest event about a tube tells: a voided one may be opened again, and then it is used.
  const [newest] = await findByLookup(store, tubeLookup(tubeCode), { limit: 1 });
  return newest !== undefined && newest.header.type !== "tube.voided";
}

/**
 * The table as the log left it: the open tube with its members, and the capacity of the last one.
 * @param firstPoolSize capacity before the first tube of all
 */
export async function readTable(store: StationStore, firstPoolSize: PoolSize): Promise<TableState> {
  const [opened] = await newestOf(store, "tube.opened", 1);
  if (!opened) return { tube: null, poolSize: firstPoolSize };
  const { capacity } = opened.body as EventBody<"tube.opened">;
  const later: EventRow[] = [];
  for (const type of [...MEMBERS, ...CLOSINGS])
    later.push(...(await rowsAfter(store, type, opened)));
  const events = [opened, ...later.sort(byPlace)].map(tubeEventOf);
  return events.reduce(afterEvent, { tube: null, poolSize: capacity });
}

/** The tubes that were closed: the last ten, and all since a time, Unix ms. */
export async function readClosedTubes(store: StationStore, sinceMs: number): Promise<ClosedTubes> {
  const newest: EventRow[] = [];
  for (const type of CLOSINGS) newest.push(...(await newestOf(store, type, LAST_TUBES)));
  newest.sort((left, right) => byPlace(right, left));
  const last: ClosedTubeView[] = [];
  for (const row of newest.slice(0, LAST_TUBES)) last.push(...(await closedTubeIn(store, row)));
  const counted: CountedTube[] = [];
  for (const type of COUNTED) {
    const rows = await readRows(store.events, {
      selector: { type, wallTimeMs: { $gte: sinceMs } },
      sort: [{ wallTimeMs: "desc" }, { id: "desc" }],
      limit: MAX_COUNTED,
    });
    counted.push(...rows.map(countedOf));
  }
  return { last, counted };
}

function countedOf({ header, body, wallTimeMs }: EventRow): CountedTube {
  const { members } = body as EventBody<"tube.sealed" | "tube.quarantined">;
  return { members, shiftId: header.shiftId, closedAtMs: wallTimeMs };
}

async function closedTubeIn(store: StationStore, row: EventRow): Promise<ClosedTubeView[]> {
  const closing = tubeEventOf(row);
  if (!isClosing(closing)) return [];
  if (closing.type !== "tube.voided") return [closedTubeOf(closing, closing.body.capacity)];
  const opened = await readRows(store.events, { selector: { id: closing.body.tubeId } });
  return opened.map(({ body }) =>
    closedTubeOf(closing, (body as EventBody<"tube.opened">).capacity),
  );
}
