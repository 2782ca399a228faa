import { describe, expect, it } from "vitest";
import { createDeathCount } from "./death-count.ts";

describe("a browser that dies", () => {
  it("is started again, later the second time, and given up at three deaths in 30 s", () => {
    const afterDeath = createDeathCount();
    expect(afterDeath(0)).toEqual({ kind: "restart", afterMs: 500 });
    expect(afterDeath(10_000)).toEqual({ kind: "restart", afterMs: 1_500 });
    expect(afterDeath(29_999)).toEqual({ kind: "give-up" });
  });

  it("is started again for ever when it lives long in between", () => {
    const afterDeath = createDeathCount();
    for (let round = 0; round < 100; round += 1) {
      expect(afterDeath(round * 30_000)).toEqual({ kind: "restart", afterMs: 500 });
    }
  });
});
