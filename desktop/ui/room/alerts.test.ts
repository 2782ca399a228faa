import type { ReadingView } from "@gatehouse/protocols/rpc/room-view";
import { describe, expect, it } from "vitest";
import { alertsOf, readingPage } from "./alerts.ts";

function reading(deviceId: string, state: ReadingView["state"], sinceMs = 0): ReadingView {
  return {
    deviceId,
    name: deviceId,
    metric: "temperatureC",
    value: 24,
    atMs: 0,
    state,
    sinceMs,
    limits: { low: 18, high: 27 },
    trend: [],
    trendPeriodMs: 60_000,
  };
}

const idsOf = (readings: readonly ReadingView[]) => readings.map(({ deviceId }) => deviceId);

describe("alerts", () => {
  it("are one for each reading in trouble, known trouble before silence, the oldest first", () => {
    const alerts = alertsOf([
      reading("silent-old", "silent", 1),
      reading("fine", "within", 0),
      reading("below-new", "below", 9),
      reading("above-old", "above", 2),
      reading("silent-new", "silent", 8),
    ]);
    expect(idsOf(alerts)).toEqual(["above-old", "below-new", "silent-old", "silent-new"]);
  });
});

describe("pages of readings", () => {
  const all = Array.from({ length: 20 }, (_, at) =>
    reading(`${at}`, at === 3 ? "above" : "within"),
  );

  it("hold eight each and say how many alerts stand on the others", () => {
    expect(readingPage(all, 0)).toMatchObject({ page: 0, pages: 3, alertsElsewhere: 0 });
    const last = readingPage(all, 2);
    expect(idsOf(last.readings)).toEqual(["16", "17", "18", "19"]);
    expect(last.alertsElsewhere).toBe(1);
  });

  it("end at the first and the last", () => {
    expect(readingPage(all, 7).page).toBe(2);
    expect(readingPage(all, -1).page).toBe(0);
    expect(readingPage([], 3)).toMatchObject({ page: 0, pages: 1, readings: [] });
  });
});
