import type { EventBody } from "@gatehouse/protocols/event/event-types";
import type { Clock } from "../clock.ts";
import { byPlace, rowsAfter } from "../event-log/event-reading.ts";
import type { StationStore } from "../store/station-store.ts";
import type { EventRow } from "../store/store-contents.ts";
import { readRows } from "../store/store-reading.ts";
import { LOCKOUT_MEMORY_MS, Lockout } from "./lockout.ts";

/** Events that only the right PIN makes. An approval has none of its own, so it forgives nothing. */
const RIGHT_PIN_TYPES = ["operator.joined", "post.unlocked"] as const;

/**
 * Wrong PINs as the log tells them, so that switching the station off and on is no way out.
 * @throws GatehouseError `store.failed`
 */
export async function restoreLockout(store: StationStore, clock: Clock): Promise<Lockout> {
  const lockout = new Lockout();
  const nowMs = clock.nowMs();
  const monotonicMs = clock.monotonicMs();
  for (const row of await attempts(store, nowMs - LOCKOUT_MEMORY_MS)) {
    if (row.type === "operator.refused") {
      const { operatorId, reason } = row.body as EventBody<"operator.refused">;
      // A clock that was set back leaves attempts in the future: they count as made just now.
      const ageMs = Math.max(0, nowMs - row.wallTimeMs);
      const isWrong = reason === "wrong-pin" || reason === "unknown";
      if (isWrong) lockout.wrong(operatorId, monotonicMs - ageMs);
    } else {
      lockout.right((row.body as EventBody<"operator.joined" | "post.unlocked">).operatorId);
    }
  }
  return lockout;
}

/** Refusals since a time and every right PIN after the first of them, in the log's order. */
async function attempts(store: StationStore, sinceMs: number): Promise<EventRow[]> {
  const refused = await readRows(store.events, {
    selector: { type: "operator.refused", wallTimeMs: { $gte: sinceMs } },
    sort: [{ wallTimeMs: "asc" }, { id: "asc" }],
  });
  const [oldest] = refused.sort(byPlace);
  if (!oldest) return [];
  const right: EventRow[] = [];
  for (const type of RIGHT_PIN_TYPES) right.push(...(await rowsAfter(store, type, oldest)));
  return [...refused, ...right].sort(byPlace);
}
