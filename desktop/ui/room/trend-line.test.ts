import { describe, expect, it } from "vitest";
import { heightOf, trendPath, trendScale } from "./trend-line.ts";

describe("the scale of a trend", () => {
  it.each([
    ["temperatureC", { low: 18, high: 27 }, { from: 13.5, to: 31.5 }],
    ["humidityPct", { low: null, high: 60 }, { from: -15, to: 85 }],
    ["temperatureC", { low: 5, high: null }, { from: -7.5, to: 42.5 }],
    ["temperatureC", { low: null, high: null }, { from: 0, to: 50 }],
    ["humidityPct", { low: null, high: null }, { from: 0, to: 100 }],
  ] as const)("of %s between %j is %j, whatever the values are", (metric, limits, scale) => {
    expect(trendScale(metric, limits)).toEqual(scale);
  });

  it("shows noise flat and keeps what is beyond it on its edge", () => {
    const scale = trendScale("temperatureC", { low: 18, high: 27 });
    expect(heightOf(24.2, scale) - heightOf(24.3, scale)).toBeLessThan(1);
    expect(heightOf(27, scale)).toBe(25);
    expect(heightOf(90, scale)).toBe(0);
    expect(heightOf(-90, scale)).toBe(100);
  });
});

describe("the line of a trend", () => {
  const scale = { from: 0, to: 100 };

  it("leaves a gap where no value came, and shows one alone as a dot", () => {
    expect(trendPath([null, 50, 60, null, 70], scale)).toBe("M1 50h0L2 40M4 30h0");
  });

  it("is nothing where nothing is known", () => {
    expect(trendPath([null, null], scale)).toBe("");
  });
});
