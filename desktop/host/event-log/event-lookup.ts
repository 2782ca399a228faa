import type { StoredEvent } from "@gatehouse/protocols/event/envelope";
import type { EventType } from "@gatehouse/protocols/event/event-types";
import type { StationStore } from "../store/station-store.ts";
import { readRows } from "../store/store-reading.ts";
import { eventOf, NEWEST_FIRST } from "./stored-rows.ts";

/** What is wanted of the events that a text finds. */
export interface LookupOptions {
  readonly type?: EventType;
  readonly limit: number;
}

/**
 * Events that were recorded with this very text as their `lookup`, newest first.
 * @throws GatehouseError `store.failed`
 */
export async function findByLookup(
  store: StationStore,
  text: string,
  { type, limit }: LookupOptions,
): Promise<StoredEvent[]> {
  const rows = await readRows(store.events, {
    selector: { lookup: store.lookupHash(text), ...(type && { type }) },
    sort: NEWEST_FIRST,
    limit,
  });
  return rows.map(eventOf);
}
