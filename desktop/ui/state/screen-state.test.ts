import { quietView } from "@gatehouse/protocols/rpc/quiet-view";
import { describe, expect, it } from "vitest";
import { msToNextTick, OUTCOME_UNKNOWN, reduceScreen, type ScreenState } from "./screen-state.ts";

const NOW = 1_700_000_000_250;

const VIEW = quietView(NOW);

const START: ScreenState = { phase: "connecting", sinceMs: 0, atMs: 0 };
const live = reduceScreen(START, { type: "view", view: VIEW, atMs: 1_000 });

describe("screen", () => {
  it("counts in the host's time, whatever the window's clock says", () => {
    const later = reduceScreen(live, { type: "tick", atMs: 4_000 });
    expect(later).toMatchObject({ phase: "live", nowMs: NOW + 3_000 });
  });

  it("wakes at the host's next full second", () => {
    expect(msToNextTick(live)).toBe(750);
  });

  it("drops everything that it showed when the host is lost", () => {
    const lost = reduceScreen(live, { type: "lost", atMs: 2_000 });
    expect(lost).toEqual({ phase: "lost", sinceMs: 2_000, atMs: 2_000, isOutcomeUnknown: false });
  });

  it("counts from the first loss, not from the last failed attempt", () => {
    const lost = reduceScreen(live, { type: "lost", atMs: 2_000 });
    expect(reduceScreen(lost, { type: "lost", atMs: 9_000 })).toBe(lost);
  });

  it.each(["before", "after"])("says an act's outcome is unknown, told %s the loss", (order) => {
    const lost = { type: "lost", atMs: 2_000 } as const;
    const unknown = { type: "outcome-unknown" } as const;
    const actions = order === "before" ? [unknown, lost] : [lost, unknown];
    const cut = actions.reduce(reduceScreen, live);
    const back = reduceScreen(cut, { type: "view", view: VIEW, atMs: 3_000 });
    expect(back).toMatchObject({ memory: { stage: { kind: "notice", code: OUTCOME_UNKNOWN } } });
  });
});
