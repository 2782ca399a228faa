import { describe, expect, it } from "vitest";
import type { AlarmRow, BoardView } from "../../api/board-view.ts";
import type { RoomCard } from "../../api/room-view.ts";
import type { ClosedTube } from "../../api/sampling-view.ts";
import type { StationCard } from "../../api/station-view.ts";
import { attentionItems, countKinds } from "./attention.ts";

const NOW_MS = Date.parse("2026-11-22T09:41:05+08:00");
const MINUTE = 60_000;

function ago(minutes: number): number {
  return NOW_MS - minutes * MINUTE;
}

function station(stationId: string, change: Partial<StationCard> = {}): StationCard {
  return {
    stationId,
    siteName: stationId,
    laneName: "1 道",
    role: "checkpoint",
    presence: "online",
    condition: "online",
    sinceMs: null,
    reportedAtMs: NOW_MS,
    receivedAtMs: NOW_MS,
    unsent: 0,
    oldestUnsentAtMs: null,
    devices: [],
    softwareVersion: "0.1.0",
    storeOk: true,
    onDuty: [],
    isTraining: false,
    scansToday: 0,
    ...change,
  };
}

function silent(stationId: string, minutes: number, siteName = stationId): StationCard {
  const sinceMs = ago(minutes);
  return station(stationId, { siteName, presence: "silent", condition: "silent", sinceMs });
}

function room(stationId: string, change: Partial<RoomCard> = {}): RoomCard {
  return {
    stationId,
    siteName: "数据中心",
    laneName: stationId,
    state: "well",
    sinceMs: null,
    probes: [],
    patrol: { pointsToday: 0, abnormalToday: 0, newestAbnormal: null, newest: null },
    ...change,
  };
}

function tube(tubeCode: string, minutes: number): ClosedTube {
  return {
    tubeId: tubeCode,
    tubeCode,
    stationId: "st-lab",
    siteName: "体育馆",
    laneName: "采样 1 台",
    members: 10,
    receivedAtMs: ago(minutes),
    state: "quarantined",
    swabs: 9,
    closedAtMs: ago(minutes),
  };
}

function alarm(id: string, minutes: number): AlarmRow {
  return { id, kind: "chain-fork", raisedAtMs: ago(minutes), stationId: null, place: null };
}

interface Parts {
  readonly stations?: readonly StationCard[];
  readonly rooms?: readonly RoomCard[];
  readonly tubes?: readonly ClosedTube[];
  readonly alarms?: readonly AlarmRow[];
}

function itemsOf({ stations = [], rooms = [], tubes = [], alarms = [] }: Parts) {
  const counts = { beyond: 0, silent: 0, fault: 0, stale: 0, unknown: 0, never: 0, well: 0 };
  const view: BoardView = {
    nowMs: NOW_MS,
    city: "滨海市",
    timeZone: "Asia/Shanghai",
    scansToday: { count: 0, asOfMs: NOW_MS },
    unsent: { count: 0, oldestAtMs: null, asOfMs: NOW_MS, lastKnownCount: 0, unknownStations: 0 },
    stations,
    sampling: {
      asOfMs: NOW_MS,
      tables: 1,
      today: { tubes: 0, people: 0 },
      closed: [],
      open: { count: 0, tubes: [] },
      quarantined: { count: tubes.length, tubes },
    },
    rooms: { asOfMs: NOW_MS, counts, cards: rooms },
    scans: [],
    quarantined: { count: 0, asOfMs: NOW_MS },
    alarms: { count: alarms.length, asOfMs: NOW_MS, newest: alarms },
  };
  return attentionItems(view, NOW_MS);
}

describe("what a person should look at", () => {
  it("is nothing while all is well, awaited stations included", () => {
    const awaited = station("st-new", { presence: "never", condition: "never" });
    expect(itemsOf({ stations: [station("st-a"), awaited], rooms: [room("st-room")] })).toEqual([]);
  });

  it("begins with what does harm by the minute, then what nobody knows, alarms last", () => {
    const check = { pointName: "空调 2", wallTimeMs: ago(9), note: "滤网积灰" };
    const patrol = { pointsToday: 1, abnormalToday: 1, newestAbnormal: check, newest: check };
    const items = itemsOf({
      stations: [
        silent("st-silent", 22),
        station("st-fault", { condition: "fault" }),
        station("st-store", { condition: "fault", storeOk: false }),
      ],
      rooms: [
        room("st-stale", { state: "stale" }),
        room("st-hot", { state: "beyond", sinceMs: ago(29), patrol }),
        room("st-unknown", { state: "unknown" }),
      ],
      tubes: [tube("B1", 3)],
      alarms: [alarm("1", 1)],
    });
    expect(items.map((item) => item.kind)).toEqual([
      "stopped",
      "beyond",
      "silent",
      "fault",
      "stale",
      "unknown",
      "quarantined",
      "abnormal",
      "alarm",
    ]);
  });

  it("tells the longest of a kind first, of alarms the newest", () => {
    const items = itemsOf({
      stations: [silent("st-a", 5), silent("st-b", 50)],
      alarms: [alarm("old", 90), alarm("new", 2)],
    });
    expect(items.map((item) => item.key)).toEqual(["st-b", "st-a", "alarm new", "alarm old"]);
  });

  it("makes one of three silent stations of a site, since its longest silence", () => {
    const stations = [4, 24, 14].map((minutes) => silent(`st-${minutes}`, minutes, "高新"));
    const items = itemsOf({ stations: [...stations, silent("st-x", 1, "东门")] });
    expect(items.map(({ subject, sinceMs }) => [subject.type, sinceMs])).toEqual([
      ["site", ago(24)],
      ["station", ago(1)],
    ]);
  });

  it("calls a silent room once, as a station", () => {
    const items = itemsOf({
      stations: [silent("st-room", 12)],
      rooms: [room("st-room", { state: "silent", sinceMs: ago(12) })],
    });
    expect(items.map((item) => item.subject.type)).toEqual(["station"]);
  });

  it("no longer calls for an alarm of more than a day ago", () => {
    expect(itemsOf({ alarms: [alarm("1", 24 * 60), alarm("2", 24 * 60 - 1)] })).toHaveLength(1);
  });

  it("is counted by kind, worst first", () => {
    const items = itemsOf({ tubes: [tube("B1", 3), tube("B2", 4)], stations: [silent("st-a", 1)] });
    expect(countKinds(items)).toEqual([
      { kind: "silent", count: 1 },
      { kind: "quarantined", count: 2 },
    ]);
  });
});
