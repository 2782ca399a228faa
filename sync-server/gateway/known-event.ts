import type { EventHeader, StoredEvent } from "@gatehouse/protocols/event/envelope";
import {
  type EventDraft,
  isEventType,
  parseEventBody,
} from "@gatehouse/protocols/event/event-types";

/** An event of a type and version that this software knows: its `type` says what is in `body`. */
export type KnownEvent = EventDraft & { readonly header: EventHeader };

/** Reads an event for what the board shows of it; null when this version cannot read it. */
export function knownEvent({ header, body }: StoredEvent): KnownEvent | null {
  const { type, schemaVersion } = header;
  if (!isEventType(type)) return null;
  const parsed = parseEventBody(type, schemaVersion, body);
  // The body was checked against the schema of this very type.
  return parsed.ok ? ({ type, body: parsed.value, header } as KnownEvent) : null;
}
