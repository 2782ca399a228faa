import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { watchClock } from "./clock-watch.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Both clocks, moved by hand; `pass` lets one look of the watch happen. */
function startWatch() {
  const time = { wallMs: 1_700_000_000_000, monotonicMs: 5_000 };
  const steps: number[] = [];
  const clock = { nowMs: () => time.wallMs, monotonicMs: () => time.monotonicMs };
  const watch = watchClock(clock, (stepMs) => steps.push(stepMs));
  const pass = (wallMs: number, monotonicMs = 1_000) => {
    time.wallMs += wallMs;
    time.monotonicMs += monotonicMs;
    vi.advanceTimersByTime(1_000);
  };
  return { pass, steps, watch };
}

describe("clock watch", () => {
  it("tells of a jump forward and of one back, each once", () => {
    const { pass, steps } = startWatch();
    pass(3_601_000);
    pass(1_000);
    pass(-59_000);
    pass(1_000);
    expect(steps).toEqual([3_600_000, -60_000]);
  });

  it("is silent about what NTP slews, and about a process that slept while both clocks went on", () => {
    const { pass, steps } = startWatch();
    pass(2_999);
    pass(-998);
    pass(60_000, 60_000);
    expect(steps).toEqual([]);
  });

  it("adds up small shifts until they are a step", () => {
    const { pass, steps } = startWatch();
    pass(2_500);
    pass(1_500);
    expect(steps).toEqual([2_000]);
  });

  it("says nothing after it was closed", () => {
    const { pass, steps, watch } = startWatch();
    watch.close();
    pass(1_000_000);
    expect(steps).toEqual([]);
  });
});
