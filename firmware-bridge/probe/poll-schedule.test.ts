import { describe, expect, it } from "vitest";
import { PollSchedule } from "./poll-schedule.ts";

const FAST = { name: "fast", pollMs: 100 };
const SLOW = { name: "slow", pollMs: 250 };

/** Who is polled when, if a poll takes `pollTakesMs`, up to `endMs`. */
function polls(pollTakesMs: number, endMs: number): string[] {
  const schedule = new PollSchedule([FAST, SLOW], () => 0);
  const done: string[] = [];
  let nowMs = 0;
  for (let next = schedule.next(); next && next.dueMs <= endMs; next = schedule.next()) {
    nowMs = Math.max(nowMs, next.dueMs);
    if (nowMs > endMs) break;
    done.push(`${next.device.name} ${nowMs}`);
    nowMs += pollTakesMs;
    schedule.polled(next.device, nowMs);
  }
  return done;
}

describe("a poll schedule", () => {
  it("keeps each device's own pace from when it was due, not from when its poll was over", () => {
    expect(polls(10, 320)).toEqual([
      "fast 0",
      "slow 10",
      "fast 100",
      "fast 200",
      "slow 250",
      "fast 300",
    ]);
  });

  it("leaves out what a slow wire has missed and takes turns fairly", () => {
    expect(polls(300, 1_500)).toEqual([
      "fast 0",
      "slow 300",
      "fast 600",
      "slow 900",
      "fast 1200",
      "slow 1500",
    ]);
  });

  it("does not make up for a night of sleep", () => {
    const schedule = new PollSchedule([FAST], () => 0);
    schedule.polled(FAST, 36_000_050);
    expect(schedule.next()).toEqual({ device: FAST, dueMs: 36_000_100 });
  });

  it("has nothing to do without devices", () => {
    expect(new PollSchedule([], () => 0).next()).toBeNull();
  });
});
