import { describe, expect, it } from "vitest";
import { type Crossing, type Limits, type Side, thresholdStep, WITHIN } from "./threshold.ts";

const AIR: Limits = { low: 18, high: 27, hysteresis: 0.5 };

/** Takes readings one after the other; answers where it ends and what was crossed on the way. */
function take(values: readonly (number | null)[], limits: Limits = AIR) {
  let state = WITHIN;
  const crossings: Crossing[] = [];
  for (const value of values) {
    const step = thresholdStep(state, value, limits);
    state = step.state;
    if (step.crossing) crossings.push(step.crossing);
  }
  return { side: state.side, crossings };
}

const above = (value: number, limit = 27) => ({ state: "above" as Side, limit, value });
const below = (value: number, limit = 18) => ({ state: "below" as Side, limit, value });
const within = (value: number, limit: number) => ({ state: "within" as Side, limit, value });

describe("a threshold", () => {
  it("begins within, without an event", () => {
    expect(take([])).toEqual({ side: "within", crossings: [] });
    expect(take([22, 23])).toEqual({ side: "within", crossings: [] });
  });

  it.each([
    ["above its high limit", [27.1, 27.2], above(27.2)],
    ["below its low limit", [17.9, 17.8], below(17.8)],
  ])("is crossed by two readings in a row %s", (_what, values, crossing) => {
    expect(take(values)).toEqual({ side: crossing.state, crossings: [crossing] });
  });

  it.each([
    ["one reading beyond it", [28, 22, 28, 22]],
    ["readings at it", [27, 27, 18, 18]],
    ["one reading beyond each limit", [28, 17, 28, 17]],
    ["readings beyond it with one without a value in between", [28, null, 28, null]],
  ])("is not crossed by %s", (_what, values) => {
    expect(take(values)).toEqual({ side: "within", crossings: [] });
  });

  it("tells once, however long it stays beyond", () => {
    expect(take([28, 28, 29, 30, 28]).crossings).toEqual([above(28)]);
  });

  it("comes back by two readings in a row inside by the hysteresis", () => {
    expect(take([28, 28, 26.5, 26.5])).toEqual({
      side: "within",
      crossings: [above(28), within(26.5, 27)],
    });
    expect(take([17, 17, 18.5, 19])).toEqual({
      side: "within",
      crossings: [below(17), within(19, 18)],
    });
  });

  it.each([
    ["readings between the limit and the hysteresis", [26.6, 26.9, 27, 26.6]],
    ["one reading inside", [25, 26.6, 25, 28]],
    ["a reading inside before and after one without a value", [25, null, 25]],
  ])("does not come back by %s", (_what, values) => {
    expect(take([28, 28, ...values])).toEqual({ side: "above", crossings: [above(28)] });
  });

  it("can go from one side to the other", () => {
    expect(take([28, 28, 10, 10, 40, 40]).crossings).toEqual([above(28), below(10), above(40)]);
  });

  it("finds the way back between limits closer than the hysteresis", () => {
    const narrow: Limits = { low: 20, high: 20.4, hysteresis: 0.5 };
    expect(take([21, 21, 20.2, 20.2], narrow).side).toBe("within");
    expect(take([19, 19, 20.2, 20.2], narrow).side).toBe("within");
  });

  it("has only the limits that are set", () => {
    const damp: Limits = { low: null, high: 60, hysteresis: 2 };
    expect(take([0, 0, -5], damp)).toEqual({ side: "within", crossings: [] });
    expect(take([61, 62, 58, 58], damp).crossings).toEqual([above(62, 60), within(58, 60)]);
    expect(take([1e9, -1e9, 1e9, 1e9], { low: null, high: null, hysteresis: 2 })).toEqual({
      side: "within",
      crossings: [],
    });
  });

  it("never tells the same side twice in a row, whatever comes (seeded)", () => {
    let state = 7;
    const values = Array.from({ length: 5_000 }, () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
      return 15 + (state % 150) / 10;
    });
    const sides = take(values).crossings.map((crossing) => crossing.state);
    expect(sides.length).toBeGreaterThan(100);
    expect(sides.filter((side, at) => side === (sides[at - 1] ?? "within"))).toEqual([]);
  });
});
