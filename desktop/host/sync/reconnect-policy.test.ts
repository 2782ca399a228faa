import { describe, expect, it } from "vitest";
import { afterLinkEnded, NO_HISTORY } from "./reconnect-policy.ts";

describe("reconnect policy", () => {
  it("GW-29: waits between 0.25 s and 15.25 s with full jitter", () => {
    let history = NO_HISTORY;
    for (let turn = 0; turn < 20; turn += 1) {
      const decision = afterLinkEnded(history, null, turn % 2 === 0 ? 0 : 0.999);
      expect(decision.waitMs).toBeGreaterThanOrEqual(250);
      expect(decision.waitMs).toBeLessThanOrEqual(15_250);
      history = decision.history;
    }
  });

  it("GW-29: holds for a minute after three short lives and names the reason", () => {
    const first = afterLinkEnded(NO_HISTORY, 100, 0.5);
    const second = afterLinkEnded(first.history, 200, 0.5);
    const third = afterLinkEnded(second.history, 300, 0.5);
    expect([first, second, third].map((one) => one.isIdentityElsewhere)).toEqual([
      false,
      false,
      true,
    ]);
    expect(third.waitMs).toBe(60_000);
  });

  it("starts over after a link that served", () => {
    const failed = afterLinkEnded({ failuresInARow: 6, shortLivesInARow: 2 }, 60_000, 0);
    expect(failed.history).toEqual(NO_HISTORY);
  });
});
