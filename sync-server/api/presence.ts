import type { Condition, Presence, StationCard } from "./station-view.ts";

/** A station says its state at least every 10 s; three missed and a late one mean silence. */
const SILENT_AFTER_MS = 35_000;

/** What the centre last heard of a station. */
export interface LastHeard {
  /** False when its will spoke for it. */
  readonly online: boolean;
  readonly receivedAtMs: number;
}

/** Presence and when it began. A retained "online" that is too old is silence, never a sign of life. */
export function presenceOf(
  heard: LastHeard | null,
  nowMs: number,
): { readonly presence: Presence; readonly sinceMs: number | null } {
  if (!heard) return { presence: "never", sinceMs: null };
  const isHeard = heard.online && nowMs - heard.receivedAtMs <= SILENT_AFTER_MS;
  return isHeard
    ? { presence: "online", sinceMs: null }
    : { presence: "silent", sinceMs: heard.receivedAtMs };
}

/** What one look tells of a station. */
export function conditionOf({
  presence,
  storeOk,
  devices,
}: Pick<StationCard, "presence" | "storeOk" | "devices">): Condition {
  if (presence !== "online") return presence;
  const hasLostDevice = devices.some((device) => device.state === "lost");
  return storeOk === false || hasLostDevice ? "fault" : "online";
}

/** Unknown before a known fault, a fault before a slot never used, well ones last. */
const WORST_FIRST: readonly Condition[] = ["silent", "fault", "never", "online"];

/** Place of a station in a list that begins with what needs a person. */
export function attentionRank({ condition }: Pick<StationCard, "condition">): number {
  return WORST_FIRST.indexOf(condition);
}
