import type { PatrolPointView, PatrolView } from "@gatehouse/protocols/rpc/room-view";
import { describe, expect, it } from "vitest";
import { fittingPoints, reportOffer, undoOffer } from "./patrol.ts";

const NOW = 1_700_000_000_000;

function point(pointCode: string, changes: Partial<PatrolPointView> = {}): PatrolPointView {
  return { pointCode, pointName: pointCode, checkedAtMs: null, note: null, ...changes };
}

function patrol(changes: Partial<PatrolView>): PatrolView {
  return { roundStartedAtMs: NOW, roundEndsAtMs: NOW, points: [], latest: null, ...changes };
}

const codesOf = (points: readonly PatrolPointView[]) => points.map(({ pointCode }) => pointCode);

describe("the newest check", () => {
  const checked = patrol({
    points: [point("A", { checkedAtMs: NOW }), point("B")],
    latest: { checkEventId: "check-1", pointCode: "A" },
  });

  it("can be undone for five minutes and reported on as long as the host offers it", () => {
    expect(undoOffer(checked, NOW + 300_000)).toMatchObject({ can: true, checkEventId: "check-1" });
    expect(undoOffer(checked, NOW + 300_001)).toEqual({
      can: false,
      code: "patrol.nothing-to-undo",
    });
    expect(reportOffer(checked)).toMatchObject({ can: true, point: { pointCode: "A" } });
  });

  it("is missing before the first one, and the answer says what to do", () => {
    expect(reportOffer(patrol({ points: [point("A")] }))).toEqual({
      can: false,
      code: "patrol.check-first",
    });
  });
});

describe("the patrol's list", () => {
  const points = [
    point("done", { checkedAtMs: NOW }),
    point("odd", { checkedAtMs: NOW, note: "noise" }),
    point("next"),
    point("newest", { checkedAtMs: NOW }),
    point("later"),
  ];
  const latest = { checkEventId: "check-1", pointCode: "newest" };

  it("keeps its order where everything fits, a note in a line of its own", () => {
    expect(fittingPoints({ points, latest }, 6)).toBe(points);
  });

  it("shows the newest check, then what is left, then what was abnormal", () => {
    expect(codesOf(fittingPoints({ points, latest }, 5))).toEqual(["newest", "next", "later"]);
    expect(codesOf(fittingPoints({ points: [...points, point("x")], latest }, 4))).toEqual([
      "newest",
      "next",
      "later",
    ]);
    expect(codesOf(fittingPoints({ points: points.slice(0, 4), latest }, 4))).toEqual([
      "newest",
      "next",
    ]);
  });

  it("shows nothing before it knows how much room there is", () => {
    expect(fittingPoints({ points, latest }, 0)).toEqual([]);
  });
});
