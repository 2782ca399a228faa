import type { StoredEvent } from "@gatehouse/protocols/event/envelope";
import type { EventRow } from "../store/store-contents.ts";

/** The document of an event: itself, and the fields it is looked up by. */
export function rowOf(event: StoredEvent, epochOrder: number): EventRow {
  const { eventId, seq, type, wallTimeMs } = event.header;
  return { id: eventId, epochOrder, seq, type, wallTimeMs, ...event };
}

/** The event in a document, as it was recorded and is sent. */
export function eventOf({ header, salt, body }: EventRow): StoredEvent {
  return { header, salt, body };
}
