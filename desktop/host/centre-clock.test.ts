import { describe, expect, it } from "vitest";
import { CentreClock } from "./centre-clock.ts";

/** Both clocks, moved by hand. */
function open() {
  const time = { wallMs: 1_700_000_000_000, monotonicMs: 5_000 };
  const clock = { nowMs: () => time.wallMs, monotonicMs: () => time.monotonicMs };
  return { time, centre: new CentreClock(clock) };
}

describe("the centre's clock", () => {
  it("is unknown before the first contact", () => {
    expect(open().centre.offset()).toBeNull();
  });

  it("stays as far ahead while time passes", () => {
    const { time, centre } = open();
    centre.set({ offsetMs: 120_000, uncertaintyMs: 4 });
    time.wallMs += 86_400_000;
    time.monotonicMs += 86_400_000;
    expect(centre.offset()).toEqual({ offsetMs: 120_000, uncertaintyMs: 4 });
  });

  it.each([
    ["put right", 120_000, 0],
    ["set back by a day", -86_400_000, 86_520_000],
  ])("is told right when the station's own clock was %s since", (_, stepMs, offsetMs) => {
    const { time, centre } = open();
    centre.set({ offsetMs: 120_000, uncertaintyMs: 4 });
    time.wallMs += stepMs;
    expect(centre.offset()?.offsetMs).toBe(offsetMs);
  });
});
