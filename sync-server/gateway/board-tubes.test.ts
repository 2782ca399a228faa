import type { EventHeader } from "@gatehouse/protocols/event/envelope";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RawStation } from "../../test/support/raw-station.ts";
import { StationRecords, scanBody } from "../../test/support/station-records.ts";
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

const CODE = "TUBE-0001";
/** 2026-01-15 12:00 in Shanghai. */
const NOON_MS = Date.UTC(2026, 0, 15, 4);

/** The log of a sampling table. */
class TableRecords extends StationRecords {
  open(changes: Partial<EventHeader> = {}, tubeCode = CODE): string {
    const body = { tubeCode, capacity: 10, read: scanBody(tubeCode) };
    return this.add("tube.opened", body, changes).header.eventId;
  }

  member(tubeId: string, position: number, changes: Partial<EventHeader> = {}): string {
    const read = scanBody(`110101199001011${position}`);
    const body = { tubeId, tubeCode: CODE, position, read };
    return this.add("tube.member-added", body, changes).header.eventId;
  }

  takeBack(tubeId: string, position: number, voidedEventId: string): void {
    const body = { tubeId, tubeCode: CODE, voidedEventId, position, reason: "operator-undo" };
    this.add("tube.member-voided", body);
  }

  drop(tubeId: string): void {
    this.add("tube.voided", { tubeId, tubeCode: CODE, reason: "operator-undo" });
  }

  seal(tubeId: string, members: number, changes: Partial<EventHeader> = {}): void {
    const body = { tubeId, tubeCode: CODE, capacity: 10, members, swabs: members };
    this.add("tube.sealed", body, changes);
  }

  quarantine(tubeId: string, members: number, swabs: number): void {
    const counted = { tubeId, tubeCode: CODE, capacity: 10, members, swabs };
    this.add("tube.quarantined", { ...counted, reason: "count-mismatch" });
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

async function tablePost() {
  const { stationId, link } = await centre.station();
  const rowsOf = (sql: string) => async () =>
    (await centre.database.pool.query(sql, [stationId])).rows;
  return {
    link,
    records: new TableRecords(stationId),
    /** The same log told again under another epoch, as after a restore. */
    again: new TableRecords(stationId),
    tubes: rowsOf("select * from tube where station_id = $1 order by tube_code"),
    counts: rowsOf("select day, tubes, people from tube_count where station_id = $1 order by day"),
  };
}

function repeat(records: TableRecords, into: TableRecords): void {
  for (const { header, body } of records.events) {
    into.add(header.type, body, { eventId: header.eventId, wallTimeMs: header.wallTimeMs });
  }
}

describe.each([
  ["in one message", 100],
  ["one event at a time", 1],
])("tubes on the board, told %s", (_, size) => {
  it("an open one has as many members as are bound, less who was taken back", async () => {
    const { link, records, tubes, counts } = await tablePost();
    const tubeId = records.open();
    records.member(tubeId, 1);
    records.member(tubeId, 2);
    records.takeBack(tubeId, 3, records.member(tubeId, 3));
    await sendAll(link, records, size);
    expect(await tubes()).toMatchObject([
      {
        tube_id: tubeId,
        tube_code: CODE,
        capacity: 10,
        state: "open",
        members: 2,
        swabs: null,
        opened_at: new Date(records.events[0]?.header.wallTimeMs ?? 0),
        closed_at: null,
        mode: "live",
      },
    ]);
    expect(await counts()).toEqual([]);
  });

  it("a sealed one is counted with its people on the day of the sealing at its place", async () => {
    const { link, records, tubes, counts } = await tablePost();
    const tubeId = records.open();
    for (let position = 1; position <= 3; position += 1) records.member(tubeId, position);
    // 16:30 UTC is half past midnight of the next day in Shanghai.
    const wallTimeMs = Date.UTC(2026, 0, 15, 16, 30);
    records.seal(tubeId, 3, { wallTimeMs });
    await sendAll(link, records, size);
    expect(await tubes()).toMatchObject([
      { state: "sealed", members: 3, swabs: 3, closed_at: new Date(wallTimeMs) },
    ]);
    expect(await counts()).toEqual([{ day: "2026-01-16", tubes: 1, people: 3 }]);
  });

  it("one put aside is counted with the people bound in it, one dropped empty is not", async () => {
    const { link, records, tubes, counts } = await tablePost();
    records.drop(records.open());
    const tubeId = records.open({}, "TUBE-0002");
    records.member(tubeId, 1);
    records.quarantine(tubeId, 1, 2);
    await sendAll(link, records, size);
    expect(await tubes()).toMatchObject([
      { state: "voided", members: 0, swabs: null },
      { state: "quarantined", members: 1, swabs: 2 },
    ]);
    expect(await counts()).toEqual([{ day: "2026-01-15", tubes: 1, people: 1 }]);
  });

  it("one that comes again under another epoch changes nothing and counts once", async () => {
    const { link, records, again, tubes, counts } = await tablePost();
    const closed = records.open();
    records.member(closed, 1);
    records.member(closed, 2);
    records.seal(closed, 2);
    const open = records.open({}, "TUBE-0002");
    records.member(open, 1);
    records.member(open, 2);
    await sendAll(link, records, size);
    const before = await tubes();
    repeat(records, again);
    await sendAll(link, again, size);
    const same = before.map(({ received_at: _at, ...rest }) => rest);
    expect(await tubes()).toMatchObject(same);
    expect(await counts()).toEqual([{ day: "2026-01-15", tubes: 1, people: 2 }]);
  });

  it("one whose opening is not here has no time of opening until it comes", async () => {
    const { link, records, again: earlier, tubes, counts } = await tablePost();
    const openedMs = NOON_MS - 60_000;
    const tubeId = earlier.open({ wallTimeMs: openedMs });
    earlier.member(tubeId, 1);
    records.member(tubeId, 2);
    records.seal(tubeId, 2);
    await sendAll(link, records, size);
    expect(await tubes()).toMatchObject([{ state: "sealed", members: 2, opened_at: null }]);
    await sendAll(link, earlier, size);
    expect(await tubes()).toMatchObject([
      { state: "sealed", members: 2, swabs: 2, opened_at: new Date(openedMs) },
    ]);
    expect(await counts()).toEqual([{ day: "2026-01-15", tubes: 1, people: 2 }]);
  });

  it("a second closing does not change the first", async () => {
    const { link, records, tubes, counts } = await tablePost();
    const tubeId = records.open();
    records.seal(tubeId, 4);
    records.quarantine(tubeId, 9, 1);
    records.member(tubeId, 5);
    records.drop(tubeId);
    await sendAll(link, records, size);
    expect(await tubes()).toMatchObject([{ state: "sealed", members: 4, swabs: 4 }]);
    expect(await counts()).toEqual([{ day: "2026-01-15", tubes: 1, people: 4 }]);
  });

  it("one of a training is shown as such and never counted", async () => {
    const { link, records, tubes, counts } = await tablePost();
    const mode = "training";
    records.seal(records.open({ mode }), 3, { mode });
    await sendAll(link, records, size);
    expect(await tubes()).toMatchObject([{ state: "sealed", mode }]);
    expect(await counts()).toEqual([]);
  });
});

describe("tubes on the board", () => {
  it("of two stations with one code are two tubes", async () => {
    const [one, other] = [await tablePost(), await tablePost()];
    for (const { link, records } of [one, other]) {
      records.seal(records.open(), 5);
      await sendAll(link, records);
    }
    expect(await one.tubes()).toHaveLength(1);
    expect(await other.counts()).toEqual([{ day: "2026-01-15", tubes: 1, people: 5 }]);
  });

  it("show no control characters and nothing of the persons bound", async () => {
    const { link, records, tubes } = await tablePost();
    const tubeId = records.open({}, "TUBE\u001b[2J");
    records.member(tubeId, 1);
    await sendAll(link, records);
    const shown = await tubes();
    expect(shown).toMatchObject([{ tube_code: "TUBE·[2J" }]);
    expect(JSON.stringify(shown)).not.toContain("110101199001011");
  });

  it("leave out a tube whose id is none", async () => {
    const { link, records, tubes } = await tablePost();
    records.seal("no uuid", 3);
    await sendAll(link, records);
    expect(await tubes()).toEqual([]);
  });
});
