import type { ErrorCode } from "@gatehouse/protocols/error/error-table";
import type { CheckpointView } from "@gatehouse/protocols/rpc/checkpoint-view";

/** How long the newest scan can be undone on the station itself. */
const UNDO_MS = 5 * 60_000;

/** What F4 would do now: void one scan, or nothing and why. */
export type UndoOffer =
  | { readonly can: true; readonly eventId: string }
  | { readonly can: false; readonly code: ErrorCode };

/** Offers the newest scan while it stands and is at most five minutes old; the host has the last word. */
export function undoOffer(post: CheckpointView, nowMs: number): UndoOffer {
  const newest = post.recent[0];
  if (!newest || newest.voided) return { can: false, code: "scan.not-found" };
  if (nowMs - newest.atMs > UNDO_MS) return { can: false, code: "scan.undo-expired" };
  return { can: true, eventId: newest.eventId };
}
