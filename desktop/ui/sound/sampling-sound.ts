import type { StationView } from "@gatehouse/protocols/rpc/station-view";
import type { Earcon } from "./earcon.ts";

/** What a sampling table sounds like from one view to the next: a click for what was taken, a rise when full. */
export function samplingEarcon(before: StationView, after: StationView): Earcon | null {
  if (before.post.role !== "sampling" || after.post.role !== "sampling") return null;
  // A training has tubes of its own: they are not news.
  if (before.mode !== after.mode) return null;
  const [old, now] = [before.post.tube, after.post.tube];
  const [last] = after.post.lastTubes;
  if (old && last?.tubeId === old.tubeId && last.state === "sealed") return "double";
  if (!now) return null;
  const count = now.tubeId === old?.tubeId ? old.members.length : -1;
  if (now.members.length <= count) return null;
  return now.members.length === now.capacity ? "rising" : "click";
}
