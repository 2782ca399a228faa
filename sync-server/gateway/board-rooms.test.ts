import type { EventHeader } from "@gatehouse/protocols/event/envelope";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RawStation } from "../../test/support/raw-station.ts";
import { StationRecords } from "../../test/support/station-records.ts";
import { startTestPostgres, type TestPostgres } from "../../test/support/test-database.ts";
import { TestGateway } from "../../test/support/test-gateway.ts";

let postgres: TestPostgres;
let centre: TestGateway;

beforeAll(async () => {
  postgres = await startTestPostgres();
  centre = await TestGateway.start(await postgres.createDatabase());
});

afterAll(async () => {
  await centre?.close();
  await postgres?.close();
});

/** 2026-01-15 12:00 in Shanghai. */
const NOON_MS = Date.UTC(2026, 0, 15, 4);

/** The log of a machine room. */
class RoomRecords extends StationRecords {
  check(pointName: string, changes: Partial<EventHeader> = {}): string {
    return this.add("patrol.checked", { pointCode: "P-1", pointName }, changes).header.eventId;
  }

  report(checkEventId: string, note: string): void {
    this.add("patrol.reported", { checkEventId, pointCode: "P-1", note });
  }

  takeBack(voidedEventId: string): void {
    this.add("patrol.voided", { voidedEventId, pointCode: "P-1", reason: "operator-undo" });
  }

  cross(
    state: "above" | "below" | "within",
    value: number,
    changes: Partial<EventHeader> = {},
    deviceId = "probe-1",
  ): void {
    const body = { deviceId, metric: "temperatureC", state, limit: 27, value };
    this.add("threshold.crossed", body, changes);
  }
}

/** Sends everything that is recorded, in messages of `size` events. */
async function sendAll(link: RawStation, records: StationRecords, size = 100): Promise<void> {
  const last = records.events.length;
  for (let from = 1; from <= last; from += size) {
    const { id, message } = records.batch(from, Math.min(from + size - 1, last));
    link.send(message);
    expect((await link.ackOf(id)).rejected).toEqual([]);
  }
}

async function roomPost() {
  const { stationId, link } = await centre.station();
  const rowsOf = (sql: string) => async () =>
    (await centre.database.pool.query(sql, [stationId])).rows;
  return {
    link,
    records: new RoomRecords(stationId),
    other: new RoomRecords(stationId),
    checks: rowsOf("select * from patrol_check where station_id = $1 order by wall_time"),
    thresholds: rowsOf("select * from threshold_state where station_id = $1 order by device_id"),
  };
}

describe.each([
  ["in one message", 100],
  ["one event at a time", 1],
])("patrol checks on the board, told %s", (_, size) => {
  it("show their point, what was abnormal there, and which were taken back", async () => {
    const { link, records, checks } = await roomPost();
    const first = records.check("UPS", { wallTimeMs: NOON_MS });
    records.report(first, "fan loud");
    records.report(first, "fan loud, hot");
    const second = records.check("Chiller", { wallTimeMs: NOON_MS + 1 });
    records.takeBack(second);
    await sendAll(link, records, size);
    const at = { point_code: "P-1", mode: "live" };
    expect(await checks()).toMatchObject([
      { ...at, event_id: first, point_name: "UPS", note: "fan loud, hot", voided: false },
      { ...at, event_id: second, point_name: "Chiller", note: null, voided: true },
    ]);
  });

  it("are there once when they come again under another epoch", async () => {
    const { link, records, other, checks } = await roomPost();
    const checkId = records.check("UPS");
    records.report(checkId, "fan loud");
    records.takeBack(checkId);
    await sendAll(link, records, size);
    const before = await checks();
    for (const { header, body } of records.events) {
      other.add(header.type, body, { eventId: header.eventId, wallTimeMs: header.wallTimeMs });
    }
    await sendAll(link, other, size);
    expect(await checks()).toEqual(before);
  });

  it("show what was abnormal also before the check itself has come", async () => {
    const { link, records, other: earlier, checks } = await roomPost();
    const checkId = earlier.check("UPS", { wallTimeMs: NOON_MS - 60_000 });
    records.report(checkId, "water on the floor");
    await sendAll(link, records, size);
    expect(await checks()).toMatchObject([{ point_name: "P-1", note: "water on the floor" }]);
    await sendAll(link, earlier, size);
    expect(await checks()).toMatchObject([
      { point_name: "UPS", note: "water on the floor", wall_time: new Date(NOON_MS - 60_000) },
    ]);
  });

  it("stay taken back when the check itself comes later", async () => {
    const { link, records, other: earlier, checks } = await roomPost();
    records.takeBack(earlier.check("UPS"));
    await sendAll(link, records, size);
    await sendAll(link, earlier, size);
    expect(await checks()).toMatchObject([{ point_name: "UPS", voided: true }]);
  });
});

describe("patrol checks on the board", () => {
  it("show no control characters, and a training's as such", async () => {
    const { link, records, checks } = await roomPost();
    const checkId = records.check("UPS\u001b[2J", { mode: "training" });
    records.report(checkId, "fan\u0007loud");
    records.takeBack("no uuid");
    await sendAll(link, records);
    expect(await checks()).toMatchObject([
      { point_name: "UPS·[2J", note: "fan·loud", mode: "training" },
    ]);
  });

  it("are taken back only by their own station", async () => {
    const [one, another] = [await roomPost(), await roomPost()];
    const checkId = one.records.check("UPS");
    await sendAll(one.link, one.records);
    another.records.takeBack(checkId);
    await sendAll(another.link, another.records);
    expect(await one.checks()).toMatchObject([{ voided: false }]);
  });
});

describe.each([
  ["in one message", 100],
  ["one event at a time", 1],
])("limits on the board, told %s", (_, size) => {
  it("stand as was said last, by order and not by a station's clock", async () => {
    const { link, records, thresholds } = await roomPost();
    records.cross("above", 28.5, { wallTimeMs: NOON_MS });
    const slow = { wallTimeMs: NOON_MS - 120_000, clockOffsetMs: 120_000 };
    records.cross("below", 3, slow, "probe-2");
    records.cross("within", 26, { wallTimeMs: NOON_MS - 3_600_000 });
    await sendAll(link, records, size);
    expect(await thresholds()).toMatchObject([
      {
        device_id: "probe-1",
        metric: "temperatureC",
        state: "within",
        limit_value: 27,
        value: 26,
        since: new Date(NOON_MS - 3_600_000),
      },
      { device_id: "probe-2", state: "below", since: new Date(NOON_MS) },
    ]);
  });

  it("are not touched by a training", async () => {
    const { link, records, thresholds } = await roomPost();
    records.cross("above", 28.5);
    records.cross("within", 20, { mode: "training" });
    await sendAll(link, records, size);
    expect(await thresholds()).toMatchObject([{ state: "above" }]);
  });

  it("are forgotten when the station starts again: whatever is still beyond is said again", async () => {
    const { link, records, thresholds } = await roomPost();
    records.cross("above", 28.5);
    records.cross("above", 28.5, {}, "probe-2");
    records.add("host.started", { softwareVersion: "0.1.0", role: "room", previousEpoch: null });
    records.cross("above", 29, {}, "probe-2");
    await sendAll(link, records, size);
    expect(await thresholds()).toMatchObject([{ device_id: "probe-2", value: 29 }]);
  });
});
