import type { CentreTables } from "@gatehouse/sync-server/store/tables";
import type { Insertable } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  addState,
  addStation,
  ago,
  BOARD_NOW_MS,
  BOARD_SETTINGS,
  eventId,
} from "../../test/support/board-rows.ts";
import {
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
} from "../../test/support/test-database.ts";
import { readBoard } from "./board-query.ts";

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.close());

const COLD = { deviceId: "cold", kind: "xy-md02", name: "冷通道", state: "ready", sinceMs: 0 };
const RACK = { ...COLD, deviceId: "rack", name: "2 列" };

type StateChange = Partial<Insertable<CentreTables["station_state"]>>;

async function addRoom(database: TestDatabase, id: string, change: StateChange | null = {}) {
  await addStation(database, id, { role: "room", site_name: "数据中心", lane_name: id });
  const devices = JSON.stringify([COLD]);
  if (change) await addState(database, id, { role: "room", devices, ...change });
}

async function addScrape(
  database: TestDatabase,
  change: Partial<Insertable<CentreTables["latest_scrape"]>> = {},
): Promise<void> {
  await database.kysely
    .insertInto("latest_scrape")
    .values({
      station_id: "st-room",
      device_id: "cold",
      kind: "xy-md02",
      values: [24.1, 46],
      wall_time: ago(5),
      received_at: ago(4),
      ...change,
    })
    .execute();
}

async function addCrossing(
  database: TestDatabase,
  change: Partial<Insertable<CentreTables["threshold_state"]>> = {},
): Promise<void> {
  await database.kysely
    .insertInto("threshold_state")
    .values({
      station_id: "st-room",
      device_id: "cold",
      metric: "temperatureC",
      state: "above",
      limit_value: 28,
      value: 28.1,
      since: ago(1_740),
      received_at: ago(1_740),
      ...change,
    })
    .execute();
}

async function addCheck(
  database: TestDatabase,
  seconds: number,
  change: Partial<Insertable<CentreTables["patrol_check"]>> = {},
): Promise<void> {
  await database.kysely
    .insertInto("patrol_check")
    .values({
      event_id: eventId(seconds),
      station_id: "st-room",
      point_code: "ups",
      point_name: "UPS 面板",
      wall_time: ago(seconds),
      received_at: ago(seconds),
      note: null,
      mode: "live",
      ...change,
    })
    .execute();
}

async function readRooms(database: TestDatabase) {
  return (await readBoard(database.kysely, BOARD_SETTINGS)).rooms;
}

async function readRoom(database: TestDatabase) {
  const [card] = (await readRooms(database)).cards;
  if (!card) throw new Error("no room on the board");
  return card;
}

describe("machine rooms on the board", () => {
  it("shows a probe's fresh values with their times and its name", async () => {
    const database = await postgres.createDatabase();
    await addRoom(database, "st-room");
    await addScrape(database);
    expect(await readRoom(database)).toMatchObject({
      stationId: "st-room",
      siteName: "数据中心",
      state: "well",
      sinceMs: null,
      probes: [
        {
          deviceId: "cold",
          name: "冷通道",
          measured: { wallTimeMs: ago(5).getTime(), receivedAtMs: ago(4).getTime() },
          isStale: false,
          readings: [
            { metric: "temperatureC", value: 24.1, beyond: null },
            { metric: "humidityPct", value: 46, beyond: null },
          ],
        },
      ],
    });
  });

  it.each([
    ["measured 60 s ago", { wall_time: ago(60), received_at: ago(59) }, false],
    [
      "measured 61 s ago, though it just came in",
      { wall_time: ago(61), received_at: ago(1) },
      true,
    ],
    [
      "come in 61 s ago, though its clock is fast",
      { wall_time: ago(-300), received_at: ago(61) },
      true,
    ],
    ["measured by a clock that is fast", { wall_time: ago(-300), received_at: ago(1) }, false],
  ])("calls a value stale by the older of its two times: %s", async (_, times, isStale) => {
    const database = await postgres.createDatabase();
    await addRoom(database, "st-room");
    await addScrape(database, times);
    const { probes, state } = await readRoom(database);
    expect(probes[0]?.isStale).toBe(isStale);
    expect(probes[0]?.readings[0]?.value).toBe(24.1);
    expect(state).toBe(isStale ? "stale" : "well");
  });

  it("calls every value of a silent room stale, however new, and the room not beyond its limit", async () => {
    const database = await postgres.createDatabase();
    await addRoom(database, "st-room", { online: false, received_at: ago(2) });
    await addScrape(database);
    await addCrossing(database);
    const { probes, state, sinceMs } = await readRoom(database);
    expect([probes[0]?.isStale, state, sinceMs]).toEqual([true, "silent", ago(2).getTime()]);
  });

  it("shows a value beyond its limit with the limit and since when", async () => {
    const database = await postgres.createDatabase();
    await addRoom(database, "st-room");
    await addScrape(database, { values: [29.6, 38] });
    await addCrossing(database);
    await addCrossing(database, {
      metric: "humidityPct",
      state: "below",
      limit_value: 40,
      since: ago(60),
    });
    const { probes, state, sinceMs } = await readRoom(database);
    expect(state).toBe("beyond");
    expect(sinceMs).toBe(ago(1_740).getTime());
    expect(probes[0]?.readings.map((reading) => reading.beyond)).toEqual([
      { side: "above", limit: 28, sinceMs: ago(1_740).getTime() },
      { side: "below", limit: 40, sinceMs: ago(60).getTime() },
    ]);
  });

  it("is well again once the value is back between its limits", async () => {
    const database = await postgres.createDatabase();
    await addRoom(database, "st-room");
    await addScrape(database);
    await addCrossing(database, { state: "within" });
    const { probes, state } = await readRoom(database);
    expect([state, probes[0]?.readings[0]?.beyond]).toEqual(["well", null]);
  });

  it("calls a value unknown when the device gave no plausible one, or none ever came", async () => {
    const database = await postgres.createDatabase();
    await addRoom(database, "st-room", { devices: JSON.stringify([COLD, RACK]) });
    await addScrape(database, { values: [24.1, null] });
    const { probes, state } = await readRoom(database);
    expect(state).toBe("unknown");
    expect(probes.map(({ measured, isStale }) => [measured !== null, isStale])).toEqual([
      [true, false],
      [false, false],
    ]);
    expect(probes.map(({ readings }) => readings.map(({ value }) => value))).toEqual([
      [24.1, null],
      [null, null],
    ]);
  });

  it("keeps what it does not know apart from what is well: another kind, no probe, no word yet", async () => {
    const database = await postgres.createDatabase();
    await addRoom(database, "st-kind");
    await addScrape(database, { station_id: "st-kind", kind: "leak-cable-9", values: [1] });
    await addRoom(database, "st-none", { devices: "[]" });
    await addRoom(database, "st-new", null);
    const { cards } = await readRooms(database);
    expect(cards.map(({ stationId, state, probes }) => [stationId, state, probes.length])).toEqual([
      ["st-kind", "unknown", 1],
      ["st-none", "unknown", 0],
      ["st-new", "never", 0],
    ]);
    expect(cards[0]?.probes[0]?.readings).toEqual([]);
  });

  it("shows a crossing of a probe whose values have not come yet", async () => {
    const database = await postgres.createDatabase();
    await addRoom(database, "st-room", { devices: "[]" });
    await addCrossing(database);
    const { probes, state } = await readRoom(database);
    expect(state).toBe("beyond");
    expect(probes[0]?.readings).toEqual([
      {
        metric: "temperatureC",
        value: null,
        beyond: { side: "above", limit: 28, sinceMs: ago(1_740).getTime() },
      },
    ]);
  });

  it("forgets a probe that its station no longer names a day after the last news of it", async () => {
    const database = await postgres.createDatabase();
    await addRoom(database, "st-room");
    await addScrape(database);
    await addScrape(database, { device_id: "moved", received_at: ago(3_600) });
    await addScrape(database, { device_id: "removed", received_at: ago(90_000) });
    const { probes } = await readRoom(database);
    expect(probes.map(({ deviceId, name }) => [deviceId, name])).toEqual([
      ["cold", "冷通道"],
      ["moved", null],
    ]);
  });

  it("tells the newest check and how many points were seen today, without trainings and undone ones", async () => {
    const database = await postgres.createDatabase();
    await addRoom(database, "st-room");
    await addCheck(database, 900, { point_code: "ac-2", point_name: "空调 2", note: "滤网有水" });
    await addCheck(database, 800, { point_code: "ac-1", point_name: "空调 1", note: "异响" });
    await addCheck(database, 700, { note: "面板有告警" });
    await addCheck(database, 300);
    await addCheck(database, 200, { point_code: "door", voided: true });
    await addCheck(database, 100, { point_code: "light", mode: "training" });
    await addCheck(database, 36_000, { point_code: "yesterday" });
    const { patrol } = await readRoom(database);
    expect(patrol).toEqual({
      pointsToday: 3,
      abnormalToday: 2,
      newestAbnormal: { pointName: "空调 1", wallTimeMs: ago(800).getTime(), note: "异响" },
      newest: { pointName: "UPS 面板", wallTimeMs: ago(300).getTime(), note: null },
    });
  });

  it("tells the newest check of another day as that, and counts none today", async () => {
    const database = await postgres.createDatabase();
    await addRoom(database, "st-room");
    await addCheck(database, 36_000, { note: "门未关" });
    const { patrol } = await readRoom(database);
    expect(patrol).toEqual({
      pointsToday: 0,
      abnormalToday: 0,
      newestAbnormal: null,
      newest: { pointName: "UPS 面板", wallTimeMs: ago(36_000).getTime(), note: "门未关" },
    });
  });

  it("shows at most 24 rooms, worst first, and counts them all", async () => {
    const database = await postgres.createDatabase();
    const ids = Array.from({ length: 30 }, (_, at) => `st-${String(at).padStart(2, "0")}`);
    for (const station_id of ids) {
      await addRoom(database, station_id, station_id === "st-20" ? { online: false } : {});
      await addScrape(database, {
        station_id,
        wall_time: station_id === "st-10" ? ago(600) : ago(5),
      });
    }
    await addCrossing(database, { station_id: "st-29" });
    await addStation(database, "st-gone", { role: "room", revoked_at: ago(60) });
    const { cards, counts, asOfMs } = await readRooms(database);
    expect(cards.map((card) => card.stationId).slice(0, 4)).toEqual([
      "st-29",
      "st-20",
      "st-10",
      "st-00",
    ]);
    expect(cards).toHaveLength(24);
    expect(asOfMs).toBe(BOARD_NOW_MS);
    expect(counts).toEqual({
      beyond: 1,
      silent: 1,
      fault: 0,
      stale: 1,
      unknown: 0,
      never: 0,
      well: 27,
    });
  });
});
