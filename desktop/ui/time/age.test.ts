import { describe, expect, it } from "vitest";
import { ageOf, faultAge } from "./age.ts";
import { countText, runningTime } from "./wall-time.ts";

const MINUTE = 60_000;

describe("age", () => {
  it.each([
    [-5_000, "second", 0],
    [59_999, "second", 59],
    [MINUTE, "minute", 1],
    [119 * MINUTE, "minute", 119],
    [120 * MINUTE, "hour", 2],
    [47 * 60 * MINUTE, "hour", 47],
    [48 * 60 * MINUTE, "day", 2],
  ] as const)("of %i ms is said in %ss: %i", (ms, unit, count) => {
    expect(ageOf(ms)).toEqual({ unit, count });
  });

  it("of a fault shows two digits of seconds, so that it is seen to count", () => {
    expect(faultAge(3_400)).toEqual({ unit: "second", count: "03" });
    expect(faultAge(12 * MINUTE)).toEqual({ unit: "minute", count: "12" });
  });
});

describe("running time", () => {
  it("shows minutes and seconds, and hours once there are any", () => {
    expect(runningTime(7_900)).toBe("00:07");
    expect(runningTime(59 * MINUTE + 59_000)).toBe("59:59");
    expect(runningTime(62 * MINUTE + 5_000)).toBe("1:02:05");
  });
});

describe("count", () => {
  it("is grouped by thousands", () => {
    expect(countText(1_285)).toBe("1,285");
  });
});
