import type { ReadingView } from "@gatehouse/protocols/rpc/room-view";
import type { StationView } from "@gatehouse/protocols/rpc/station-view";
import type { Earcon } from "./earcon.ts";

/** What a machine room sounds like from one view to the next: a click for a check, a fall for a reading in trouble. */
export function roomEarcon(before: StationView, after: StationView): Earcon | null {
  if (before.post.role !== "room" || after.post.role !== "room") return null;
  const { latest } = after.post.patrol;
  const isCheck =
    latest !== null && latest.checkEventId !== before.post.patrol.latest?.checkEventId;
  // A training has checks of its own: they are not news. Its readings are the real ones.
  if (isCheck && before.mode === after.mode) return "click";
  return hasNewTrouble(before.post.readings, after.post.readings) ? "descending" : null;
}

/** A reading came into a state of trouble, from well or from another; it sounds once, while it lasts no more. */
function hasNewTrouble(before: readonly ReadingView[], after: readonly ReadingView[]): boolean {
  const states = new Map(before.map((reading) => [idOf(reading), reading.state]));
  return after.some((reading) => {
    const old = states.get(idOf(reading));
    return old !== undefined && old !== reading.state && reading.state !== "within";
  });
}

function idOf({ deviceId, metric }: ReadingView): string {
  return `${deviceId} ${metric}`;
}
