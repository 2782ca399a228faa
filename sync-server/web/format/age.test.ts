import { describe, expect, it } from "vitest";
import { ageParts, stopwatch } from "./age.ts";
import { clockTime } from "./clock-time.ts";
import { latenessOf } from "./lateness.ts";

const MINUTE = 60_000;

describe("an age", () => {
  it("is said in its largest unit, with the next one from an hour on", () => {
    expect(ageParts(59_999)).toEqual({ key: "seconds", whole: 59, rest: 0 });
    expect(ageParts(22 * MINUTE)).toEqual({ key: "minutes", whole: 22, rest: 0 });
    expect(ageParts(64 * MINUTE)).toEqual({ key: "hours", whole: 1, rest: 4 });
    expect(ageParts(51 * 60 * MINUTE)).toEqual({ key: "days", whole: 2, rest: 3 });
  });

  it("is never negative when two clocks differ by moments", () => {
    expect(ageParts(-700)).toEqual({ key: "seconds", whole: 0, rest: 0 });
    expect(stopwatch(-700)).toBe("00:00");
  });

  it("runs as minutes and seconds, with hours when there are some", () => {
    expect(stopwatch(42_900)).toBe("00:42");
    expect(stopwatch(3_725_000)).toBe("1:02:05");
  });
});

describe("a time", () => {
  const atMs = Date.parse("2026-11-22T09:41:05+08:00");

  it("is shown in the centre's zone, whatever the browser's", () => {
    const clock = clockTime("Asia/Shanghai", "zh-CN");
    expect(clock.time(atMs)).toBe("09:41:05");
    expect(`${clock.day(atMs)} ${clock.weekday(atMs)}`).toBe("2026-11-22 星期日");
    expect(clockTime("UTC", "en").weekday(atMs)).toBe("Sun");
  });

  it("of another day carries its date", () => {
    const clock = clockTime("Asia/Shanghai", "zh-CN");
    expect(clock.moment(atMs, atMs + MINUTE)).toBe("09:41:05");
    expect(clock.moment(atMs, atMs + 24 * 60 * MINUTE)).toBe("11-22 09:41");
    expect(clock.minute(atMs, atMs + MINUTE)).toBe("09:41");
    expect(clock.minute(atMs, atMs + 24 * 60 * MINUTE)).toBe("11-22 09:41");
  });
});

describe("a scan", () => {
  it("is late or early only by more than five seconds", () => {
    expect(latenessOf({ wallTimeMs: 0, receivedAtMs: 5_000 })).toBeNull();
    expect(latenessOf({ wallTimeMs: 0, receivedAtMs: 14 * MINUTE })).toEqual({
      kind: "late",
      byMs: 14 * MINUTE,
    });
    expect(latenessOf({ wallTimeMs: 7 * MINUTE, receivedAtMs: 0 })).toEqual({
      kind: "ahead",
      byMs: 7 * MINUTE,
    });
  });
});
