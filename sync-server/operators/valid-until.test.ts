import { describe, expect, it } from "vitest";
import { endOfDayMs, lastDay } from "./valid-until.ts";

describe("a validity that ends with a day", () => {
  it.each([
    ["2026-12-31", "Asia/Shanghai", "2026-12-31T16:00:00.000Z"],
    ["2026-12-31", "UTC", "2027-01-01T00:00:00.000Z"],
    ["2026-12-31", "America/New_York", "2027-01-01T05:00:00.000Z"],
    ["2026-03-08", "America/New_York", "2026-03-09T04:00:00.000Z"],
    ["2026-11-01", "America/New_York", "2026-11-02T05:00:00.000Z"],
    ["2028-02-29", "Asia/Kathmandu", "2028-02-29T18:15:00.000Z"],
    ["9999-12-31", "Asia/Shanghai", "9999-12-31T16:00:00.000Z"],
    ["9999-12-31", "America/New_York", "+010000-01-01T05:00:00.000Z"],
  ])("%s in %s ends at %s and is shown as that day", (day, timeZone, end) => {
    const endMs = endOfDayMs(day, timeZone);
    expect(new Date(endMs).toISOString()).toBe(end);
    expect(lastDay(endMs, timeZone)).toBe(day);
  });
});
