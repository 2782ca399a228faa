import type { Presence, StationCard } from "./centre-router.ts";

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

/** True for a station that is heard but cannot do all of its work. */
function isFaulty(card: Pick<StationCard, "presence" | "storeOk" | "devices">): boolean {
  if (card.presence !== "online") return false;
  return card.storeOk === false || card.devices.some((device) => device.state === "lost");
}

/** Worst first: unknown before a known fault, a fault before a slot never used, well ones last. */
export function attentionRank(card: Pick<StationCard, "presence" | "storeOk" | "devices">): number {
  if (card.presence === "silent") return 0;
  if (isFaulty(card)) return 1;
  return card.presence === "never" ? 2 : 3;
}
