import type { ErrorCode } from "@gatehouse/protocols/error/error-table";
import type { PatrolPointView, PatrolView } from "@gatehouse/protocols/rpc/room-view";

/** How long the newest check can be undone on the station itself. */
const UNDO_MS = 5 * 60_000;

/** What a key would do now: something with the newest check, or nothing and why. */
export type CheckOffer =
  | { readonly can: true; readonly checkEventId: string; readonly point: PatrolPointView }
  | { readonly can: false; readonly code: ErrorCode };

/** F6: the point of the newest check can be reported on; the host has the last word. */
export function reportOffer({ latest, points }: PatrolView): CheckOffer {
  const point = points.find(({ pointCode }) => pointCode === latest?.pointCode);
  if (!latest || !point) return { can: false, code: "patrol.check-first" };
  return { can: true, checkEventId: latest.checkEventId, point };
}

/** F4: the newest check can be taken back while it is at most five minutes old. */
export function undoOffer(patrol: PatrolView, nowMs: number): CheckOffer {
  const offer = reportOffer(patrol);
  const atMs = offer.can ? offer.point.checkedAtMs : null;
  if (atMs !== null && nowMs - atMs <= UNDO_MS) return offer;
  return { can: false, code: "patrol.nothing-to-undo" };
}

/** Lines of a list that a point takes: what was abnormal stands in one of its own. */
function linesOf({ note }: PatrolPointView): number {
  return note === null ? 1 : 2;
}

/**
 * The points that fit into a list. All of them in their own order where there is room; else the
 * newest check, then what is left to do, then what was abnormal, then the rest.
 * @param lines how many the list has; one of them says how many points are missing
 */
export function fittingPoints(
  { points, latest }: Pick<PatrolView, "points" | "latest">,
  lines: number,
): readonly PatrolPointView[] {
  const total = points.reduce((sum, point) => sum + linesOf(point), 0);
  if (total <= lines) return points;
  const rank = (point: PatrolPointView) => {
    if (point.pointCode === latest?.pointCode) return 0;
    if (point.checkedAtMs === null) return 1;
    return point.note === null ? 3 : 2;
  };
  let left = lines - 1;
  const ordered = points.toSorted((a, b) => rank(a) - rank(b));
  const end = ordered.findIndex((point) => {
    left -= linesOf(point);
    return left < 0;
  });
  return ordered.slice(0, end);
}
