import type { StoredEvent } from "@gatehouse/protocols/event/envelope";
import type { MangoQuerySortPart } from "rxdb";
import type { EventRow } from "../store/store-contents.ts";

type Order = MangoQuerySortPart<EventRow>[];

/** The document of an event: itself, and the fields it is looked up by. */
export function rowOf(
  event: StoredEvent,
  place: Pick<EventRow, "epochOrder" | "lookup">,
): EventRow {
  const { eventId, seq, type, wallTimeMs } = event.header;
  return { id: eventId, ...place, seq, type, wallTimeMs, ...event };
}

/** The event in a document, as it was recorded and is sent. */
export function eventOf({ header, salt, body }: EventRow): StoredEvent {
  return { header, salt, body };
}

/** The log's order. The id never decides; it is named so that an index gives the whole order. */
export const OLDEST_FIRST: Order = [{ epochOrder: "asc" }, { seq: "asc" }, { id: "asc" }];
/** The log's order, backwards. */
export const NEWEST_FIRST: Order = [{ epochOrder: "desc" }, { seq: "desc" }, { id: "desc" }];
