import { afterAll, beforeAll, describe, expect, it } from "vitest";
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

describe("ingest", () => {
  it("GW-16: acknowledges a batch once its rows are committed", async () => {
    const { stationId, link } = await centre.station();
    const records = new StationRecords(stationId);
    records.scans(3);
    const { id, message } = records.batch(1, 3);
    link.send(message);
    const ack = await link.ackOf(id);
    expect(ack).toMatchObject({
      stream: "ev",
      epoch: records.epoch,
      hw: 3,
      hwHash: records.events[2]?.header.hash,
      rejected: [],
      credit: 4,
    });
    expect(await centre.storedSeqs(stationId)).toEqual([1, 2, 3]);
  });

  it("GW-16: does not acknowledge while the commit is held up", async () => {
    const { stationId, link } = await centre.station();
    const records = new StationRecords(stationId);
    records.scans(2);
    const first = records.batch(1, 1);
    link.send(first.message);
    await link.ackOf(first.id);
    const blocker = await centre.database.pool.connect();
    await blocker.query("begin");
    await blocker.query("select from stream_cursor where station_id = $1 for update", [stationId]);
    const second = records.batch(2, 2);
    link.send(second.message);
    await centre.waitUntilBlocked();
    expect(link.acks()).toHaveLength(1);
    expect(await centre.storedSeqs(stationId)).toEqual([1]);
    await blocker.query("commit");
    blocker.release();
    expect((await link.ackOf(second.id)).hw).toBe(2);
  });

  it("GW-12: reads compressed batches", async () => {
    const { stationId, link } = await centre.station();
    const records = new StationRecords(stationId);
    records.scans(500);
    const { id, message } = records.batch(1, 500, { enc: "zstd" });
    link.send(message);
    expect((await link.ackOf(id)).hw).toBe(500);
    expect(await centre.storedSeqs(stationId)).toHaveLength(500);
  });

  it("stores a batch once however often it comes, and answers every time", async () => {
    const { stationId, link } = await centre.station();
    const records = new StationRecords(stationId);
    records.scans(5);
    const { id, message } = records.batch(1, 5);
    for (let time = 0; time < 3; time += 1) link.send(message);
    expect((await link.ackOf(id, 3)).rejected).toEqual([]);
    expect(await centre.storedSeqs(stationId)).toEqual([1, 2, 3, 4, 5]);
    expect(
      await centre.column("select scans from scan_count where station_id = $1", [stationId]),
    ).toEqual([5]);
  });

  it("GW-15: takes the new rows of a batch that overlaps what it has", async () => {
    const { stationId, link } = await centre.station();
    const records = new StationRecords(stationId);
    records.scans(6);
    for (const [from, to] of [
      [1, 4],
      [3, 6],
    ] as const) {
      const { id, message } = records.batch(from, to);
      link.send(message);
      expect(await link.ackOf(id)).toMatchObject({ hw: to, rejected: [] });
    }
    expect(await centre.storedSeqs(stationId)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("GW-14: answers a batch behind a gap with its mark and stores nothing of it", async () => {
    const { stationId, link } = await centre.station();
    const records = new StationRecords(stationId);
    records.scans(6);
    const early = records.batch(1, 2);
    link.send(early.message);
    await link.ackOf(early.id);
    const late = records.batch(5, 6);
    link.send(late.message);
    expect(await link.ackOf(late.id)).toMatchObject({
      hw: 2,
      hwHash: records.events[1]?.header.hash,
      rejected: [],
    });
    expect(await centre.storedSeqs(stationId)).toEqual([1, 2]);
  });

  it("ends with the whole stream after batches in any order and number", async () => {
    const { stationId, link } = await centre.station();
    const records = new StationRecords(stationId);
    records.scans(40);
    const batches = [9, 1, 5, 1, 13, 5, 9, 17, 13].map((from) => records.batch(from, from + 23));
    for (const { message } of batches) link.send(message);
    for (const { id } of batches) await link.ackOf(id);
    const last = records.batch(1, 40);
    link.send(last.message);
    expect((await link.ackOf(last.id)).hw).toBe(40);
    expect(await centre.storedSeqs(stationId)).toEqual(records.events.map((_, at) => at + 1));
  });

  it("seals salt and body under the event's id and keeps no scanned text in clear", async () => {
    const { stationId, link } = await centre.station();
    const records = new StationRecords(stationId);
    const event = records.scan("110101199001011234");
    const { id, message } = records.batch(1, 1);
    link.send(message);
    await link.ackOf(id);
    const [sealed] = await centre.column<Buffer>("select sealed from event where station_id = $1", [
      stationId,
    ]);
    expect(JSON.parse(centre.unseal(sealed ?? Buffer.alloc(0), event.header.eventId))).toEqual({
      salt: event.salt,
      body: event.body,
    });
    const [text] = await centre.column<string>(
      "select row(event.*)::text || row(scan.*)::text from event, scan where event.station_id = $1",
      [stationId],
    );
    expect(text).not.toContain("110101199001011234");
  });

  it("GW-18: keeps an event of a type it does not know", async () => {
    const { stationId, link } = await centre.station();
    const records = new StationRecords(stationId);
    records.add("weather.observed", { temperatureC: 21 });
    const { id, message } = records.batch(1, 1);
    link.send(message);
    expect((await link.ackOf(id)).rejected).toEqual([]);
    expect(await centre.storedSeqs(stationId)).toEqual([1]);
  });
});

describe("board projections", () => {
  it("shows a scan masked and counts it on the day of its place", async () => {
    const { stationId, link } = await centre.station();
    const records = new StationRecords(stationId);
    // 16:30 UTC is half past midnight of the next day in Shanghai.
    records.scan("ABCDEFGH1234", { wallTimeMs: Date.UTC(2026, 0, 15, 16, 30) });
    const { id, message } = records.batch(1, 1);
    link.send(message);
    await link.ackOf(id);
    expect(
      await centre.column("select masked_tail from scan where station_id = $1", [stationId]),
    ).toEqual(["1234"]);
    expect(
      await centre.column("select day from scan_count where station_id = $1", [stationId]),
    ).toEqual(["2026-01-16"]);
  });

  it("takes a voided scan out of the count, once", async () => {
    const { stationId, link } = await centre.station();
    const records = new StationRecords(stationId);
    const [, second] = records.scans(3);
    const voidedEventId = second?.header.eventId;
    records.add("scan.voided", { voidedEventId, reason: "operator-undo" });
    records.add("scan.voided", { voidedEventId, reason: "operator-undo" });
    records.add("scan.voided", { voidedEventId: "no uuid", reason: "operator-undo" });
    const { id, message } = records.batch(1, 6);
    link.send(message);
    expect((await link.ackOf(id)).rejected).toEqual([]);
    expect(
      await centre.column("select scans from scan_count where station_id = $1", [stationId]),
    ).toEqual([2]);
    expect(
      await centre.column("select event_id from scan where station_id = $1 and voided", [
        stationId,
      ]),
    ).toEqual([voidedEventId]);
  });

  it("does not count training", async () => {
    const { stationId, link } = await centre.station();
    const records = new StationRecords(stationId);
    records.scan("TRAINING-1", { mode: "training" });
    const { id, message } = records.batch(1, 1);
    link.send(message);
    await link.ackOf(id);
    expect(await centre.column("select mode from scan where station_id = $1", [stationId])).toEqual(
      ["training"],
    );
    expect(
      await centre.column("select scans from scan_count where station_id = $1", [stationId]),
    ).toEqual([]);
  });

  it("counts an event once that comes again under another epoch", async () => {
    const { stationId, link } = await centre.station();
    const before = new StationRecords(stationId);
    const { eventId } = before.scan("SAME-EVENT").header;
    const after = new StationRecords(stationId);
    after.scan("SAME-EVENT", { eventId });
    for (const records of [before, after]) {
      const { id, message } = records.batch(1, 1);
      link.send(message);
      await link.ackOf(id);
    }
    expect(
      await centre.column("select scans from scan_count where station_id = $1", [stationId]),
    ).toEqual([1]);
  });

  it("wakes the live board at the commit", async () => {
    const { stationId, link } = await centre.station();
    const listener = await centre.database.pool.connect();
    const heard: string[] = [];
    listener.on("notification", ({ payload }) => heard.push(payload ?? ""));
    await listener.query("listen gatehouse_live");
    const records = new StationRecords(stationId);
    records.scans(1);
    const { id, message } = records.batch(1, 1);
    link.send(message);
    await link.ackOf(id);
    await listener.query("select 1");
    await listener.query("unlisten *");
    listener.release();
    expect(heard).toContain("events");
  });
});

describe("hello", () => {
  it("GW-9: is answered with the marks of the epochs it names, and the clock's echo", async () => {
    const { stationId, link } = await centre.station();
    const records = new StationRecords(stationId);
    const other = new StationRecords(stationId);
    records.scans(2);
    const { id, message } = records.batch(1, 2);
    link.send(message);
    await link.ackOf(id);
    const stream = { stream: "ev", maxSeq: 2, ackedSeq: 0, ackedHash: null } as const;
    const answer = await link.hello(
      [
        { ...stream, epoch: records.epoch, epochOrder: 1 },
        { ...stream, epoch: other.epoch, epochOrder: 2 },
      ],
      12_345,
    );
    expect(answer).toMatchObject({ v: 1, credit: 4, echoSentAtMs: 12_345 });
    expect([...answer.marks].sort((a, b) => b.hw - a.hw)).toEqual([
      { stream: "ev", epoch: records.epoch, hw: 2, hwHash: records.events[1]?.header.hash },
      { stream: "ev", epoch: other.epoch, hw: 0, hwHash: null },
    ]);
  });

  it("GW-10: raises an alarm when the same position has another hash", async () => {
    const { stationId, link } = await centre.station();
    const records = new StationRecords(stationId);
    records.scans(1);
    const { id, message } = records.batch(1, 1);
    link.send(message);
    await link.ackOf(id);
    const ackedHash = "F".repeat(43);
    await link.hello([
      { stream: "ev", epoch: records.epoch, epochOrder: 1, maxSeq: 1, ackedSeq: 1, ackedHash },
    ]);
    expect(
      await centre.column("select kind from alarm where station_id = $1", [stationId]),
    ).toEqual(["chain-fork"]);
  });
});
