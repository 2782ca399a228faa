import { describe, expect, it } from "vitest";
import { roomSchema } from "../post-config.ts";
import { ProbeReadings } from "./probe-readings.ts";

const START_MS = Date.UTC(2026, 2, 14, 9);
const MINUTE_MS = 60_000;

/** Two clocks moved by hand, and readings by them. */
function openReadings({ pollMs = 5_000, past = null as (number | null)[] | null } = {}) {
  const time = { wallMs: START_MS, monotonicMs: 1_000 };
  const { probes } = roomSchema.parse({
    probes: [
      { path: "/dev/a", name: "冷通道", pollMs },
      { path: "/dev/b", name: "热通道", pollMs },
    ],
  });
  const readings = new ProbeReadings({
    probes: probes.map((config, at) => ({ deviceId: `probe-${at + 1}`, config })),
    clock: { nowMs: () => time.wallMs, monotonicMs: () => time.monotonicMs },
    telemetry: { trend: (_id, _metric, { periods }) => past ?? Array(periods).fill(null) },
  });
  const pass = (ms: number) => {
    time.wallMs += ms;
    time.monotonicMs += ms;
  };
  const scrape = (values: (number | null)[], deviceId = "probe-1") =>
    readings.scraped(deviceId, values, {
      wallTimeMs: time.wallMs,
      monotonicMs: time.monotonicMs,
    });
  const first = () => {
    const [view] = readings.views();
    if (!view) throw new Error("no reading");
    return view;
  };
  return { readings, time, pass, scrape, first };
}

describe("the readings of a room", () => {
  it("are silent from the start of the host until the first value, one for each metric of each probe", () => {
    const { readings, pass } = openReadings();
    pass(9_000);
    const views = readings.views();
    expect(views.map(({ deviceId, name, metric }) => [deviceId, name, metric])).toEqual([
      ["probe-1", "冷通道", "temperatureC"],
      ["probe-1", "冷通道", "humidityPct"],
      ["probe-2", "热通道", "temperatureC"],
      ["probe-2", "热通道", "humidityPct"],
    ]);
    const silent = { value: null, atMs: null, state: "silent", sinceMs: START_MS };
    expect(views).toMatchObject([silent, silent, silent, silent]);
    expect(views[0]?.limits).toEqual({ low: 18, high: 27 });
    expect(views[1]?.limits).toEqual({ low: null, high: 60 });
  });

  it("show the last plausible value with its time", () => {
    const { readings, pass, scrape } = openReadings();
    pass(2_000);
    scrape([21.5, 44]);
    pass(5_000);
    scrape([null, 45]);
    const within = { state: "within", sinceMs: START_MS + 2_000 };
    expect(readings.views().slice(0, 2)).toMatchObject([
      { value: 21.5, atMs: START_MS + 2_000, ...within },
      { value: 45, atMs: START_MS + 7_000, ...within },
    ]);
    expect(readings.views()[2]).toMatchObject({ state: "silent" });
  });

  it("cross a limit by two scrapes and say since when", () => {
    const { first, pass, scrape } = openReadings();
    expect(scrape([28, 44])).toEqual([]);
    pass(5_000);
    const crossing = { deviceId: "probe-1", metric: "temperatureC", state: "above", limit: 27 };
    expect(scrape([28.5, 44])).toEqual([{ ...crossing, value: 28.5 }]);
    pass(5_000);
    expect(scrape([29, 44])).toEqual([]);
    expect(first()).toMatchObject({ value: 29, state: "above", sinceMs: START_MS + 5_000 });
  });

  it.each([
    ["three polls", 10_000, 30_000],
    ["fifteen seconds of a quick probe", 1_000, 15_000],
  ])("fall silent when no value came for %s", (_what, pollMs, silentAfterMs) => {
    const { first, pass, scrape } = openReadings({ pollMs });
    scrape([21.5, 44]);
    pass(silentAfterMs);
    expect(first().state).toBe("within");
    pass(1);
    expect(first()).toMatchObject({
      state: "silent",
      sinceMs: START_MS + silentAfterMs,
      value: 21.5,
      atMs: START_MS,
    });
  });

  it("fall silent metric by metric: a broken humidity sensor leaves the temperature", () => {
    const { readings, pass, scrape } = openReadings();
    scrape([21.5, 44]);
    for (let poll = 0; poll < 4; poll += 1) {
      pass(5_000);
      scrape([21.5, null]);
    }
    expect(
      readings
        .views()
        .map(({ state }) => state)
        .slice(0, 2),
    ).toEqual(["within", "silent"]);
  });

  it("are silent at once when the probe is lost, and until it says something again", () => {
    const { readings, first, pass, scrape } = openReadings();
    scrape([21.5, 44]);
    pass(1_000);
    readings.deviceChanged("probe-1", { state: "lost", sinceMs: START_MS + 1_000 });
    readings.deviceChanged("probe-1", { state: "lost", sinceMs: START_MS + 1_500 });
    expect(first()).toMatchObject({ state: "silent", sinceMs: START_MS + 1_000, value: 21.5 });
    pass(60_000);
    expect(first()).toMatchObject({ state: "silent", sinceMs: START_MS + 1_000 });
    readings.deviceChanged("probe-1", { state: "ready", sinceMs: START_MS + 61_000 });
    expect(first().state).toBe("silent");
    scrape([22, 44]);
    expect(first()).toMatchObject({ state: "within", sinceMs: START_MS + 61_000, value: 22 });
  });

  it("come back from silence beyond the limit where they were, without a second event", () => {
    const { first, pass, scrape } = openReadings();
    scrape([28, 44]);
    scrape([28, 44]);
    pass(60_000);
    expect(scrape([28, 44])).toEqual([]);
    expect(first()).toMatchObject({ state: "above", sinceMs: START_MS + 60_000 });
  });

  it("do not count readings before and after a silence as two in a row", () => {
    const { pass, scrape } = openReadings();
    scrape([21, 44]);
    scrape([28, 44]);
    pass(60_000);
    expect(scrape([28, 44])).toEqual([]);
    expect(scrape([28, 44])).toMatchObject([{ state: "above" }]);
  });

  it("do not fall silent because the wall clock was put forward", () => {
    const { first, time, pass, scrape } = openReadings();
    scrape([21.5, 44]);
    time.wallMs += 8 * 60 * MINUTE_MS;
    pass(1_000);
    expect(first().state).toBe("within");
  });

  it("show the past hour from before the restart, and go on with it", () => {
    const past = [...Array(58).fill(null), 20, 21];
    const { first, pass, scrape } = openReadings({ past });
    expect(first()).toMatchObject({ value: null, trend: past, trendPeriodMs: MINUTE_MS });
    scrape([22, 44]);
    expect(first().trend.slice(-2)).toEqual([20, 22]);
    pass(MINUTE_MS);
    scrape([23, 44]);
    pass(2 * MINUTE_MS);
    expect(first().trend.slice(-5)).toEqual([20, 22, 23, null, null]);
    expect(first().trend).toHaveLength(60);
  });
});
