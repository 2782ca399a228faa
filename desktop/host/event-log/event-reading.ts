import type { EventType } from "@gatehouse/protocols/event/event-types";
import type { StationStore } from "../store/station-store.ts";
import type { EventRow } from "../store/store-contents.ts";
import { readRows } from "../store/store-reading.ts";
import { NEWEST_FIRST, OLDEST_FIRST } from "./stored-rows.ts";

/** The newest events of a type in the log's order, newest first. */
export function newestOf(store: StationStore, type: EventType, limit: number): Promise<EventRow[]> {
  return readRows(store.events, { selector: { type }, sort: NEWEST_FIRST, limit });
}

/** All events of a type behind a place in the log, in the log's order. */
export async function rowsAfter(
  store: StationStore,
  type: EventType,
  { epochOrder, seq }: Pick<EventRow, "epochOrder" | "seq">,
): Promise<EventRow[]> {
  const sameEpoch = { type, epochOrder, seq: { $gt: seq } };
  const later = { type, epochOrder: { $gt: epochOrder } };
  return [
    ...(await readRows(store.events, { selector: sameEpoch, sort: OLDEST_FIRST })),
    ...(await readRows(store.events, { selector: later, sort: OLDEST_FIRST })),
  ];
}

/** Compares places in the log's order, oldest first. */
export function byPlace(
  left: Pick<EventRow, "epochOrder" | "seq">,
  right: Pick<EventRow, "epochOrder" | "seq">,
): number {
  return left.epochOrder - right.epochOrder || left.seq - right.seq;
}
