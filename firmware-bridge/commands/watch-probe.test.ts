import { describe, expect, it } from "vitest";
import { describeScrape } from "./watch-probe.ts";

const AT = new Date(2022, 3, 10, 7, 5, 9);

describe("a watched probe", () => {
  it("shows each value with its unit and the time", () => {
    expect(describeScrape([-20.5, 54], AT)).toBe("07:05:09  -20.5 °C  54.0 %\n");
  });

  it("names a value that cannot be", () => {
    expect(describeScrape([null, 54.6], AT)).toBe("07:05:09  temperatureC implausible  54.6 %\n");
  });
});
