import { describe, expect, it } from "vitest";
import { Trend } from "./trend.ts";

const MINUTE_MS = 60_000;
const AT_MS = 10 * MINUTE_MS;

function shortTrend(): Trend {
  return new Trend({ periods: 4, periodMs: MINUTE_MS });
}

describe("a trend", () => {
  it("is empty before the first value", () => {
    expect(shortTrend().values(AT_MS)).toEqual([null, null, null, null]);
  });

  it("shows the last value of each period, the running one last, and a hole where none came", () => {
    const trend = shortTrend();
    trend.put(AT_MS - 3 * MINUTE_MS, 20);
    trend.put(AT_MS - 1, 21);
    trend.put(AT_MS, 22);
    trend.put(AT_MS + MINUTE_MS - 1, 23);
    expect(trend.values(AT_MS)).toEqual([20, null, 21, 23]);
  });

  it("moves on with the clock, with or without values", () => {
    const trend = shortTrend();
    trend.put(AT_MS, 22);
    expect(trend.values(AT_MS + 2 * MINUTE_MS)).toEqual([null, 22, null, null]);
    expect(trend.values(AT_MS + 4 * MINUTE_MS)).toEqual([null, null, null, null]);
  });

  it("leaves a value that is none out", () => {
    const trend = shortTrend();
    trend.put(AT_MS, 22);
    trend.put(AT_MS, null);
    expect(trend.values(AT_MS)).toEqual([null, null, null, 22]);
  });

  it("follows a clock that steps back and forgets what was measured ahead of it", () => {
    const trend = shortTrend();
    trend.put(AT_MS - MINUTE_MS, 21);
    trend.put(AT_MS + MINUTE_MS, 29);
    trend.put(AT_MS, 22);
    expect(trend.values(AT_MS + MINUTE_MS)).toEqual([null, 21, 22, null]);
  });
});
