import { describe, expect, it } from "vitest";
import { eventIdFrom, parseBatchId, parseEpochId, parseEventId, parseStationId } from "./ids.ts";

describe("identifiers", () => {
  it.each(["st-a", "st-d42vrs19", `st-${"a".repeat(60)}`])("reads the station id %s", (text) => {
    expect(parseStationId(text)).toEqual({ ok: true, value: text });
  });

  it.each([
    "st-",
    "ST-A",
    "st-a/b",
    "st-+",
    "st-#",
    "st-a b",
    `st-${"a".repeat(61)}`,
    "a",
    "",
    7,
    null,
  ])("GW-7: refuses %s as a station id", (input) => {
    expect(parseStationId(input).ok).toBe(false);
  });

  it("makes event ids that are UUIDv7, sort by time and carry it", () => {
    const random = new Uint8Array(10).fill(0xff);
    const early = eventIdFrom(1_795_363_200_000, random);
    const late = eventIdFrom(1_795_363_200_001, new Uint8Array(10));
    expect(parseEventId(early).ok).toBe(true);
    expect(early < late).toBe(true);
    expect(Number.parseInt(early.replaceAll("-", "").slice(0, 12), 16)).toBe(1_795_363_200_000);
  });

  it("tells other UUID versions from event ids and takes them as batch ids", () => {
    const version4 = "9b2f0c1e-7d4a-4f6b-8a1c-0123456789ab";
    expect(parseEventId(version4).ok).toBe(false);
    expect(parseBatchId(version4).ok).toBe(true);
    expect(parseBatchId(version4.toUpperCase()).ok).toBe(false);
  });

  it("reads an epoch of 16 hex digits and nothing else", () => {
    expect(parseEpochId("0123456789abcdef").ok).toBe(true);
    expect(parseEpochId("0123456789abcde").ok).toBe(false);
    expect(parseEpochId("0123456789ABCDEF").ok).toBe(false);
  });
});
