import type { CentreTables } from "@gatehouse/sync-server/store/tables";
import type { Insertable } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  addState,
  addStation,
  ago,
  BOARD_NOW_MS as NOW_MS,
  BOARD_SETTINGS as SETTINGS,
} from "../../test/support/board-rows.ts";
import { startTestPostgres, type TestPostgres } from "../../test/support/test-database.ts";
import { readBoard } from "./board-query.ts";

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.close());

function scanRow(
  at: number,
  change: Partial<Insertable<CentreTables["scan"]>>,
): Insertable<CentreTables["scan"]> {
  return {
    event_id: `0192f3a4-0000-7000-8000-${String(at).padStart(12, "0")}`,
    station_id: "st-a",
    wall_time: ago(at + 1),
    received_at: ago(at),
    masked_tail: "1234",
    symbology: "QR Code",
    source: "device",
    mode: "live",
    ...change,
  };
}

describe("the board", () => {
  it("GW-28: calls a station online only while it said so and was heard within 35 s", async () => {
    const database = await postgres.createDatabase();
    for (const id of ["st-fresh", "st-stale", "st-willed", "st-new", "st-gone"]) {
      await addStation(database, id, { revoked_at: id === "st-gone" ? ago(60) : null });
    }
    await addState(database, "st-fresh", { received_at: ago(35) });
    await addState(database, "st-stale", { received_at: ago(36), unsent: 612 });
    await addState(database, "st-willed", { online: false, received_at: ago(2), unsent: null });
    await addState(database, "st-gone", {});
    const { stations } = await readBoard(database.kysely, SETTINGS);
    const presences = Object.fromEntries(stations.map((one) => [one.stationId, one.presence]));
    expect(presences).toEqual({
      "st-fresh": "online",
      "st-stale": "silent",
      "st-willed": "silent",
      "st-new": "never",
    });
    expect(stations.find((one) => one.stationId === "st-stale")?.sinceMs).toBe(ago(36).getTime());
    expect(stations.find((one) => one.stationId === "st-new")?.sinceMs).toBe(ago(7_200).getTime());
  });

  it("puts the silent first, then faults, then slots never used, then the well ones", async () => {
    const database = await postgres.createDatabase();
    for (const id of ["st-a-well", "st-b-new", "st-c-fault", "st-d-silent"]) {
      await addStation(database, id);
    }
    await addState(database, "st-a-well", {});
    await addState(database, "st-c-fault", { store_ok: false });
    await addState(database, "st-d-silent", { online: false });
    const { stations } = await readBoard(database.kysely, SETTINGS);
    expect(stations.map((one) => one.stationId)).toEqual([
      "st-d-silent",
      "st-c-fault",
      "st-b-new",
      "st-a-well",
    ]);
  });

  it("adds up unsent records and says which part silent stations said last", async () => {
    const database = await postgres.createDatabase();
    for (const id of ["st-a", "st-b", "st-c"]) await addStation(database, id);
    await addState(database, "st-a", { unsent: 5, oldest_unsent_at: ago(20) });
    await addState(database, "st-b", { online: false, unsent: 7, oldest_unsent_at: ago(900) });
    const { unsent } = await readBoard(database.kysely, SETTINGS);
    expect(unsent).toEqual({
      count: 12,
      oldestAtMs: ago(900).getTime(),
      asOfMs: NOW_MS,
      lastKnownCount: 7,
      unknownStations: 1,
    });
  });

  it("lists at most 50 live scans, newest received first, voided ones marked", async () => {
    const database = await postgres.createDatabase();
    await addStation(database, "st-a");
    const rows = Array.from({ length: 60 }, (_, at) => scanRow(at, { voided: at === 1 }));
    const drill = scanRow(99, { received_at: ago(0), mode: "training" });
    await database.kysely
      .insertInto("scan")
      .values([...rows.toReversed(), drill])
      .execute();
    const { scans } = await readBoard(database.kysely, SETTINGS);
    expect(scans).toHaveLength(50);
    expect(scans.slice(0, 3).map((scan) => scan.voided)).toEqual([false, true, false]);
    expect(scans[0]).toEqual({
      eventId: "0192f3a4-0000-7000-8000-000000000000",
      stationId: "st-a",
      siteName: "东门",
      laneName: "st-a 道",
      wallTimeMs: ago(1).getTime(),
      receivedAtMs: NOW_MS,
      maskedTail: "1234",
      symbology: "QR Code",
      source: "device",
      voided: false,
    });
  });

  it("counts the scans of today in the centre's time zone, by station and in all", async () => {
    const database = await postgres.createDatabase();
    await addStation(database, "st-a");
    await addStation(database, "st-b");
    const counts = [
      { day: "2026-11-21", station_id: "st-a", scans: 900 },
      { day: "2026-11-22", station_id: "st-a", scans: 12 },
      { day: "2026-11-22", station_id: "st-b", scans: 30 },
    ];
    await database.kysely.insertInto("scan_count").values(counts).execute();
    // 00:30 in Shanghai is still the day before in UTC.
    const nowMs = Date.parse("2026-11-22T00:30:00+08:00");
    const board = await readBoard(database.kysely, { ...SETTINGS, nowMs: () => nowMs });
    expect(board.scansToday).toEqual({ count: 42, asOfMs: nowMs });
    expect(board.stations.map((one) => one.scansToday)).toEqual([12, 30]);
  });

  it("shows devices as last said, and none where the row holds something else", async () => {
    const database = await postgres.createDatabase();
    await addStation(database, "st-a");
    await addStation(database, "st-b");
    const scanner = { deviceId: "s1", kind: "scanner", state: "lost", sinceMs: NOW_MS };
    const probe = { ...scanner, deviceId: "p1", kind: "xy-md02", name: "冷通道" };
    await addState(database, "st-a", { devices: JSON.stringify([scanner, probe]) });
    await addState(database, "st-b", { devices: JSON.stringify([{ kind: 7 }]) });
    const { stations } = await readBoard(database.kysely, SETTINGS);
    expect(stations.map((one) => one.devices)).toEqual([[{ ...scanner, name: null }, probe], []]);
  });

  it("GW-43: shows who is on duty and what plays a training, as far as a station says", async () => {
    const database = await postgres.createDatabase();
    for (const id of ["st-a", "st-b", "st-c"]) await addStation(database, id);
    await addState(database, "st-a", { on_duty: ["0017", "0023"], is_training: true });
    await addState(database, "st-b", { on_duty: null });
    const { stations } = await readBoard(database.kysely, SETTINGS);
    const said = stations.map(({ stationId, onDuty, isTraining }) => [
      stationId,
      onDuty,
      isTraining,
    ]);
    expect(said).toEqual([
      ["st-c", null, false],
      ["st-a", ["0017", "0023"], true],
      ["st-b", null, false],
    ]);
  });

  it("counts held-back rows and shows the newest alarms with their place", async () => {
    const database = await postgres.createDatabase();
    await addStation(database, "st-a");
    await database.kysely
      .insertInto("quarantine")
      .values({
        station_id: "st-a",
        stream: "ev",
        epoch: "0".repeat(16),
        seq: 1,
        reason: "hash-mismatch",
        sealed: Buffer.alloc(1),
      })
      .execute();
    await database.kysely
      .insertInto("alarm")
      .values([
        { kind: "chain-fork", station_id: "st-a", raised_at: ago(50) },
        { kind: "foreign-topic", station_id: "st-unknown", raised_at: ago(5) },
      ])
      .execute();
    const { quarantined, alarms } = await readBoard(database.kysely, SETTINGS);
    expect(quarantined.count).toBe(1);
    expect(alarms.count).toBe(2);
    expect(alarms.newest.map(({ kind, place }) => ({ kind, place }))).toEqual([
      { kind: "foreign-topic", place: null },
      { kind: "chain-fork", place: "东门 st-a 道" },
    ]);
  });
});
