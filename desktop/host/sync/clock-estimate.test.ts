import { describe, expect, it } from "vitest";
import { estimateClock } from "./clock-estimate.ts";

describe("clock estimate", () => {
  it("GW-11: takes the middle of the round trip as the centre's now, and half of it as uncertainty", () => {
    expect(estimateClock({ echoSentAtMs: 1_000, nowMs: 61_020 }, 1_040)).toEqual({
      offsetMs: 60_000,
      uncertaintyMs: 20,
    });
  });

  it("is never more certain than 0 when the station's clock steps back in between", () => {
    expect(estimateClock({ echoSentAtMs: 5_000, nowMs: 5_000 }, 1_000).uncertaintyMs).toBe(0);
  });
});
