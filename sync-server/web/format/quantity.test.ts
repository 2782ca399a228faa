import { describe, expect, it } from "vitest";
import { limitText, measured, measuredText } from "./quantity.ts";

describe("a measured value", () => {
  it("has one digit after the point, so that a column of them stands still", () => {
    expect(measured("temperatureC", 24)).toEqual({ figure: "24.0", unit: "℃" });
    expect(measuredText("humidityPct", 46.25)).toBe("46.3 %");
    expect(measuredText("temperatureC", -0.5)).toBe("-0.5 ℃");
  });
});

describe("a limit", () => {
  it("is written as somebody set it", () => {
    expect(limitText("temperatureC", 28)).toBe("28 ℃");
    expect(limitText("humidityPct", 62.5)).toBe("62.5 %");
  });
});
