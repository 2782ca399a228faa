import { afterEach, describe, expect, it } from "vitest";
import { patrolRoundAt } from "./patrol-round.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const { TZ } = process.env;

afterEach(() => {
  if (TZ === undefined) delete process.env.TZ;
  else process.env.TZ = TZ;
});

/** Local times of the rounds of a day, as the clock on the wall shows their starts. */
function roundsOf(zone: string, [year, month, day]: [number, number, number], every: number) {
  process.env.TZ = zone;
  const nextDay = new Date(year, month - 1, day + 1).getTime();
  const rounds: { start: string; minutes: number }[] = [];
  let timeMs = new Date(year, month - 1, day).getTime();
  while (timeMs < nextDay) {
    const { startMs, endMs } = patrolRoundAt(timeMs, every);
    expect(startMs).toBe(timeMs);
    expect(patrolRoundAt(endMs - 1, every)).toEqual({ startMs, endMs });
    const start = new Date(startMs).toTimeString().slice(0, 5);
    rounds.push({ start, minutes: (endMs - startMs) / MINUTE_MS });
    timeMs = endMs;
  }
  expect(timeMs).toBe(nextDay);
  return rounds;
}

describe("a patrol round", () => {
  it("begins at local midnight and every so many minutes after it", () => {
    process.env.TZ = "Asia/Shanghai";
    const nineLocal = Date.UTC(2026, 2, 14, 1, 0);
    const round = { startMs: nineLocal - HOUR_MS, endMs: nineLocal + HOUR_MS };
    expect(patrolRoundAt(nineLocal + 41 * MINUTE_MS, 120)).toEqual(round);
    expect(patrolRoundAt(round.startMs, 120)).toEqual(round);
    expect(patrolRoundAt(round.endMs, 120).startMs).toBe(round.endMs);
    expect(roundsOf("Asia/Shanghai", [2026, 3, 14], 480)).toEqual(
      ["00:00", "08:00", "16:00"].map((start) => ({ start, minutes: 480 })),
    );
  });

  it("is cut short by midnight", () => {
    const rounds = roundsOf("Asia/Shanghai", [2026, 3, 14], 500);
    expect(rounds).toEqual([
      { start: "00:00", minutes: 500 },
      { start: "08:20", minutes: 500 },
      { start: "16:40", minutes: 440 },
    ]);
  });

  it("can last a day", () => {
    expect(roundsOf("Asia/Shanghai", [2026, 3, 14], 1_440)).toHaveLength(1);
  });

  it("keeps its times on the wall when an hour is skipped", () => {
    const rounds = roundsOf("America/New_York", [2026, 3, 8], 120);
    expect(rounds.slice(0, 3)).toEqual([
      { start: "00:00", minutes: 120 },
      { start: "03:00", minutes: 60 },
      { start: "04:00", minutes: 120 },
    ]);
    expect(rounds.at(-1)).toEqual({ start: "22:00", minutes: 120 });
  });

  it("keeps its times on the wall when an hour comes twice", () => {
    const rounds = roundsOf("America/New_York", [2026, 11, 1], 120);
    expect(rounds.slice(0, 2)).toEqual([
      { start: "00:00", minutes: 180 },
      { start: "02:00", minutes: 120 },
    ]);
    expect(rounds).toHaveLength(12);
  });

  it.each([
    ["America/New_York", [2026, 3, 8], 30],
    ["America/New_York", [2026, 11, 1], 5],
    ["Australia/Lord_Howe", [2026, 4, 5], 20],
    ["Australia/Lord_Howe", [2026, 10, 4], 45],
    ["Africa/Cairo", [2026, 4, 24], 60],
    ["America/Havana", [2026, 11, 1], 60],
    ["America/Havana", [2026, 3, 8], 7],
    ["Pacific/Apia", [2011, 12, 29], 120],
  ] as [string, [number, number, number], number][])(
    "leaves no gap in %s on %s with a round each %i minutes",
    (zone, date, every) => {
      const minutes = roundsOf(zone, date, every).map((round) => round.minutes);
      expect(Math.min(...minutes)).toBeGreaterThan(0);
    },
  );
});
