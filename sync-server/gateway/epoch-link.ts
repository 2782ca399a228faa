import { GENESIS_HASH } from "@gatehouse/protocols/event/envelope";
import type { Cursor } from "../store/stream-cursor.ts";

/** A stream's mark as planned so far in this transaction. */
interface PlannedMark {
  readonly start: Cursor;
  readonly hwHash: string | null;
}

/**
 * Hash that an epoch's first event must follow: that of the last event in the epoch before. Another
 * one there means that the station's tail was lost (a restored backup) or that two machines share
 * an identity. A mark of the same transaction counts before the stored one.
 * @returns null when nothing is known of what came before
 */
export function hashBefore(start: Cursor, planned: Iterable<PlannedMark>): string | null {
  if (start.epochOrder === 1) return GENESIS_HASH;
  let nearest = start.before;
  for (const { start: other, hwHash } of planned) {
    const isEarlier = other.epochOrder > 0 && other.epochOrder < start.epochOrder;
    const isOwn = other.stationId === start.stationId && other.stream === start.stream;
    if (!isOwn || !isEarlier || other.epochOrder < (nearest?.epochOrder ?? 0)) continue;
    nearest = { epochOrder: other.epochOrder, hwHash };
  }
  return nearest?.hwHash ?? null;
}
