import { parseScrape, type Scrape } from "@gatehouse/protocols/telemetry/scrape";
import { describe, expect, it } from "vitest";
import { isJoinable, joinedScrape } from "./joined-scrape.ts";

function row(seq: number, values: (number | null)[], changed: Partial<Scrape> = {}): Scrape {
  const kind = "xy-md02";
  const base = { deviceId: "probe-1", kind, wallTimeMs: seq * 5_000, clockOffsetMs: seq };
  return { ...base, seq, values, span: null, ...changed };
}

describe("two rows put together", () => {
  it("are the later one, with the extremes of both and the time of the first", () => {
    const joined = joinedScrape(row(1, [21.5, 60]), row(2, [19, 61.5]));
    expect(joined).toEqual({
      ...row(2, [19, 61.5]),
      span: { scrapes: 2, firstWallTimeMs: 5_000, lows: [19, 60], highs: [21.5, 61.5] },
    });
    expect(parseScrape(joined).ok).toBe(true);
  });

  it("keep the extremes of rows that were put together before", () => {
    const early = joinedScrape(row(1, [35, 10]), row(2, [20, 50]));
    const late = joinedScrape(row(3, [20, 50]), row(4, [-4, 90]));
    expect(joinedScrape(early, late).span).toEqual({
      scrapes: 4,
      firstWallTimeMs: 5_000,
      lows: [-4, 10],
      highs: [35, 90],
    });
  });

  it("take the value that there is where the other row has none, and none where both have none", () => {
    const joined = joinedScrape(row(1, [21, null]), row(2, [null, null]));
    expect(joined.values).toEqual([null, null]);
    expect(joined.span).toMatchObject({ lows: [21, null], highs: [21, null] });
    expect(joinedScrape(row(1, [null, 3]), row(2, [0, 4])).span).toMatchObject({
      lows: [0, 3],
      highs: [0, 4],
    });
  });

  it("are of one device and one kind", () => {
    const one = row(1, [1, 2]);
    expect(isJoinable(one, row(2, [1, 2]))).toBe(true);
    expect(isJoinable(one, row(2, [1, 2], { deviceId: "probe-2" }))).toBe(false);
    expect(isJoinable(one, row(2, [1, 2], { kind: "other" }))).toBe(false);
    expect(isJoinable(one, row(2, [1]))).toBe(false);
  });
});
