import { describe, expect, it } from "vitest";
import type { StationId } from "../ids.ts";
import {
  DOWN_KINDS,
  downTopic,
  parseStationTopic,
  stateTopic,
  UP_KINDS,
  upTopic,
} from "./topics.ts";

const station = "st-east-2" as StationId;

describe("topics", () => {
  it("are read as they are written", () => {
    for (const kind of UP_KINDS) {
      expect(parseStationTopic(upTopic(station, kind))).toEqual({
        ok: true,
        value: { station, direction: "up", kind },
      });
    }
    for (const kind of DOWN_KINDS) {
      expect(parseStationTopic(downTopic(station, kind))).toEqual({
        ok: true,
        value: { station, direction: "down", kind },
      });
    }
    expect(parseStationTopic(stateTopic(station))).toEqual({
      ok: true,
      value: { station, direction: "state" },
    });
  });

  it.each([
    "",
    "gh/v1/s/st-east-2",
    "gh/v1/s/st-east-2/up",
    "gh/v1/s/st-east-2/up/other",
    "gh/v1/s/st-east-2/down/ev",
    "gh/v1/s/st-east-2/up/ev/more",
    "gh/v1/s/st-east-2/state/x",
    "gh/v1/s/+/up/ev",
    "gh/v1/s/ST-EAST/up/ev",
    "gh/v2/s/st-east-2/up/ev",
    "/gh/v1/s/st-east-2/up/ev",
    "$SYS/broker",
  ])("GW-7: %j is foreign", (topic) => {
    expect(parseStationTopic(topic)).toMatchObject({ ok: false, reason: "foreign-topic" });
  });
});
