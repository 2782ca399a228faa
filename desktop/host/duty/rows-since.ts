import { OLDEST_FIRST } from "../event-log/stored-rows.ts";
import type { StationStore } from "../store/station-store.ts";
import type { EventRow } from "../store/store-contents.ts";
import { readRows } from "../store/store-reading.ts";

/**
 * Events of some types from `first` on, in the log's order.
 * @throws GatehouseError `store.failed`
 */
export async function rowsSince(
  store: StationStore,
  first: EventRow,
  types: readonly string[],
): Promise<EventRow[]> {
  const rows: EventRow[] = [];
  // One read a type: the index gives each in its order, all together would be sorted in a copy.
  for (const type of types) {
    const found = await readRows(store.events, {
      selector: { type, epochOrder: { $gte: first.epochOrder } },
      sort: OLDEST_FIRST,
    });
    rows.push(...found.filter((row) => byLogOrder(row, first) >= 0));
  }
  return rows.sort(byLogOrder);
}

/** Compares by the log's order; times may lie. */
export function byLogOrder(left: EventRow, right: EventRow): number {
  return left.epochOrder - right.epochOrder || left.seq - right.seq;
}
