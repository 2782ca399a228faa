import { zstdCompressSync } from "node:zlib";
import type { StoredEvent } from "@gatehouse/protocols/event/envelope";
import type { StationState } from "@gatehouse/protocols/wire/messages";
import { upTopic } from "@gatehouse/protocols/wire/topics";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../../test/support/eventually.ts";
import { newBatchId, StationRecords, scanBody, sign } from "../../test/support/station-records.ts";
import { startTestPostgres, type TestPostgres } from "../../test/support/test-database.ts";
import { newStationId, TestGateway } from "../../test/support/test-gateway.ts";

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

/** What a station says of itself. */
const STATE: StationState = {
  v: 1,
  online: true,
  session: "s1",
  atMs: 1_768_449_600_000,
  role: "checkpoint",
  softwareVersion: "0.1.0",
  unsent: 0,
  oldestUnsentAtMs: null,
  devices: [],
  storeOk: true,
  onDuty: [],
  isTraining: false,
  bundles: [],
};

/** Three good events with the one in the middle replaced. */
async function sendPoisoned(poison: (good: StoredEvent, records: StationRecords) => unknown) {
  const { stationId, link } = await centre.station();
  const records = new StationRecords(stationId);
  const [first, second, third] = records.scans(3);
  if (!first || !second || !third) throw new Error("no events");
  const rows = [first, poison(second, records) as StoredEvent, third];
  const { id, message } = records.batch(1, 3, { rows });
  link.send(message);
  const ack = await link.ackOf(id);
  const reasons = await centre.column("select reason from quarantine where station_id = $1", [
    stationId,
  ]);
  return { stationId, link, records, rows, ack, reasons };
}

describe("a row that does not stand", () => {
  const cases: readonly [string, (good: StoredEvent, records: StationRecords) => unknown][] = [
    ["malformed-event", () => ({ header: 5 })],
    ["malformed-event", () => "no event"],
    ["malformed-event", (good) => ({ ...good, extra: 1 })],
    ["malformed-body", ({ header }) => sign({ payload: 7 }, header)],
    ["unknown-schema-version", ({ header, body }) => sign(body, { ...header, schemaVersion: 99 })],
    ["hash-mismatch", (good) => ({ ...good, header: { ...good.header, wallTimeMs: 1 } })],
    ["body-digest-mismatch", (good) => ({ ...good, body: scanBody("ANOTHER TEXT") })],
    ["foreign-station", ({ header, body }) => sign(body, { ...header, stationId: newStationId() })],
    ["seq-mismatch", ({ header, body }) => sign(body, { ...header, seq: 7 })],
    ["malformed-event", ({ header, body }) => sign(body, { ...header, siteId: "a\0b" })],
    ["malformed-event", ({ header, body }) => sign(body, { ...header, laneId: "\ud800" })],
  ];

  it.each(cases)(
    "goes to quarantine as %s; its neighbours are committed",
    async (reason, poison) => {
      const { stationId, ack, reasons } = await sendPoisoned(poison);
      expect(ack).toMatchObject({ hw: 3, rejected: [{ seq: 2, reason }] });
      expect(reasons).toEqual([reason]);
      expect(await centre.storedSeqs(stationId)).toEqual([1, 3]);
    },
  );

  it("GW-17: is kept as it came, sealed", async () => {
    const { stationId, records, rows } = await sendPoisoned(() => ({ header: "broken" }));
    const [sealed] = await centre.column<Buffer>(
      "select sealed from quarantine where station_id = $1",
      [stationId],
    );
    expect(centre.unseal(sealed ?? Buffer.alloc(0), `${stationId}/ev/${records.epoch}/2`)).toBe(
      JSON.stringify(rows[1]),
    );
  });

  it("is listed again, and kept once, when its batch comes again", async () => {
    const { stationId, link, records, rows } = await sendPoisoned(() => ({}));
    const again = records.batch(1, 3, { rows });
    link.send(again.message);
    expect(await link.ackOf(again.id)).toMatchObject({
      hw: 3,
      rejected: [{ seq: 2, reason: "malformed-event" }],
    });
    expect(
      await centre.column("select seq from quarantine where station_id = $1", [stationId]),
    ).toEqual([2]);
  });

  it("goes to quarantine when the database refuses it, and stops nobody else", async () => {
    await centre.database.pool.query(
      "alter table event add constraint no_hail check (type <> 'hail.observed')",
    );
    const { stationId, link } = await centre.station();
    const records = new StationRecords(stationId);
    records.scans(4);
    records.add("hail.observed", {});
    records.scans(2);
    const { id, message } = records.batch(1, 7);
    link.send(message);
    expect(await link.ackOf(id)).toMatchObject({
      hw: 7,
      rejected: [{ seq: 5, reason: "malformed-event" }],
    });
    expect(await centre.storedSeqs(stationId)).toEqual([1, 2, 3, 4, 6, 7]);
  });
});

describe("a second history", () => {
  it("GW-15: puts another row at a known place into quarantine, raises an alarm, changes nothing", async () => {
    const { stationId, link } = await centre.station();
    const records = new StationRecords(stationId);
    const [, second] = records.scans(2);
    const first = records.batch(1, 2);
    link.send(first.message);
    await link.ackOf(first.id);
    const clone = new StationRecords(stationId, records.epoch);
    clone.scans(2);
    const other = clone.batch(2, 2);
    link.send(other.message);
    expect(await link.ackOf(other.id)).toMatchObject({
      hw: 2,
      hwHash: second?.header.hash,
      rejected: [{ seq: 2, reason: "digest-conflict" }],
    });
    expect(
      await centre.column("select hash from event where station_id = $1 and seq = 2", [stationId]),
    ).toEqual([second?.header.hash]);
    expect(
      await centre.column("select kind from alarm where station_id = $1", [stationId]),
    ).toEqual(["digest-conflict"]);
  });

  it("GW-15: is found also when both histories wait for the same commit", async () => {
    const { stationId, link } = await centre.station();
    const records = new StationRecords(stationId);
    records.scans(3);
    const first = records.batch(1, 1);
    link.send(first.message);
    await link.ackOf(first.id);
    const blocker = await centre.database.pool.connect();
    await blocker.query("begin");
    await blocker.query("select from stream_cursor where station_id = $1 for update", [stationId]);
    const held = records.batch(2, 2);
    link.send(held.message);
    await centre.waitUntilBlocked();
    const clone = new StationRecords(stationId, records.epoch);
    clone.scans(3);
    const [kept, other] = [records.batch(3, 3), clone.batch(3, 3)];
    link.send(kept.message);
    link.send(other.message);
    // Taken in order and written beside the commit: once it is there, both batches wait.
    link.state(STATE);
    await eventually("state", async () => {
      const sql = "select online from station_state where station_id = $1 and online";
      return (await centre.column<boolean>(sql, [stationId]))[0];
    });
    await blocker.query("commit");
    blocker.release();
    expect(await link.ackOf(kept.id)).toMatchObject({ hw: 3, rejected: [] });
    expect((await link.ackOf(other.id)).rejected).toEqual([{ seq: 3, reason: "digest-conflict" }]);
    expect(await centre.storedSeqs(stationId)).toEqual([1, 2, 3]);
  });

  it("keeps an event whose link to the one before is broken, and raises an alarm", async () => {
    const { stationId, link } = await centre.station();
    const records = new StationRecords(stationId);
    records.scans(1);
    records.scan("AFTER A HOLE", { prevHash: "B".repeat(43) });
    const { id, message } = records.batch(1, 2);
    link.send(message);
    expect(await link.ackOf(id)).toMatchObject({ hw: 2, rejected: [] });
    expect(await centre.storedSeqs(stationId)).toEqual([1, 2]);
    expect(
      await centre.column("select kind from alarm where station_id = $1", [stationId]),
    ).toEqual(["chain-broken"]);
  });

  it.each([
    ["in one message after the other", 1],
    ["in one transaction", 0],
  ])("GW-24: shows a lost tail between two epochs, sent %s", async (_, waits) => {
    const { stationId, link } = await centre.station();
    const [first, whole, torn] = [1, 2, 3].map(() => new StationRecords(stationId));
    if (!first || !whole || !torn) throw new Error("three epochs are made");
    const [, last] = [first.scan("ONE"), first.scan("TWO")];
    const end = whole.scan("AFTER A RESTART", { prevHash: last.header.hash });
    torn.scan("AFTER A RESTORED BACKUP", { prevHash: first.events[0]?.header.hash ?? "" });
    expect(torn.events[0]?.header.prevHash).not.toBe(end.header.hash);
    await link.hello(
      [first, whole, torn].map(({ epoch, events }, at) => ({
        stream: "ev",
        epoch,
        epochOrder: at + 1,
        maxSeq: events.length,
        ackedSeq: 0,
        ackedHash: null,
      })),
    );
    const batches = [first.batch(1, 2), whole.batch(1, 1), torn.batch(1, 1)];
    for (const { id, message } of batches) {
      link.send(message);
      if (waits === 1) await link.ackOf(id);
    }
    for (const { id } of batches) expect((await link.ackOf(id)).rejected).toEqual([]);
    const sql = "select kind, detail->>'epoch' as epoch from alarm where station_id = $1";
    const { rows } = await centre.database.pool.query(sql, [stationId]);
    expect(rows).toEqual([{ kind: "chain-broken", epoch: torn.epoch }]);
  });
});

describe("a message that is no batch", () => {
  const header = (stationRows: number, more: object = {}) =>
    JSON.stringify({
      v: 1,
      batch: newBatchId(),
      stream: "ev",
      epoch: "00000000000000aa",
      from: 1,
      to: stationRows,
      enc: "json",
      ...more,
    });
  const bomb = zstdCompressSync(Buffer.alloc(64 * 1024 * 1024, "\n"));
  const cases: readonly [string, string, Uint8Array | string][] = [
    ["bytes without a line", "no-batch-header", Buffer.alloc(5_000, 0xfe)],
    ["a line that is no UTF-8", "no-batch-header", Buffer.from([0xff, 0xfe, 0x0a, 0x0a])],
    ["a header that is no JSON", "no-batch-header", "{\nrow"],
    ["a header of a later version", "unknown-wire-version", `${header(1, { v: 2 })}\n{}`],
    ["telemetry on the events' topic", "foreign-stream", `${header(1, { stream: "tm" })}\n{}`],
    ["a range that ends before it begins", "too-many-rows", `${header(1, { from: 5 })}\n{}`],
    ["a range of millions", "too-many-rows", `${header(5_000_000)}\n{}`],
    ["fewer rows than it says", "undecodable-batch", `${header(3)}\n{}`],
    [
      "a decompression bomb",
      "undecodable-batch",
      Buffer.concat([Buffer.from(`${header(9, { enc: "zstd" })}\n`), bomb]),
    ],
    ["an empty message", "no-batch-header", ""],
  ];

  it.each(cases)("%s: counted as %s, and the next batch is taken", async (_, reason, message) => {
    const { stationId, link } = await centre.station();
    const before = centre.gateway.faultCounts().get(reason) ?? 0;
    link.publish(upTopic(stationId, "ev"), message);
    const records = new StationRecords(stationId);
    records.scans(1);
    const good = records.batch(1, 1);
    link.send(good.message);
    expect((await link.ackOf(good.id)).hw).toBe(1);
    expect(centre.gateway.faultCounts().get(reason)).toBe(before + 1);
  });

  it("a row nested a million deep goes to quarantine", async () => {
    const { stationId, link } = await centre.station();
    const records = new StationRecords(stationId);
    const depth = 1_000_000;
    const deep = `{"header":{},"salt":"","body":${'{"a":'.repeat(depth)}1${"}".repeat(depth)}}`;
    const rows = zstdCompressSync(Buffer.from(deep));
    const head = header(1, { enc: "zstd", epoch: records.epoch });
    link.send(Buffer.concat([Buffer.from(`${head}\n`), rows]));
    const reasons = await eventually("quarantined", async () => {
      const found = await centre.column("select reason from quarantine where station_id = $1", [
        stationId,
      ]);
      return found.length > 0 ? found : null;
    });
    expect(reasons).toEqual(["malformed-event"]);
  });

  it("malformed hellos and states are counted and answered with nothing", async () => {
    const { stationId, link } = await centre.station();
    link.publish(upTopic(stationId, "hello"), "{}");
    link.publish(upTopic(stationId, "hello"), Buffer.from([0xff]));
    link.publish(upTopic(stationId, "pull"), "x");
    link.publish(`gh/v1/s/${stationId}/state`, '{"v":1}', { retain: true });
    await link.hello();
    expect([...centre.gateway.faultCounts().keys()]).toEqual(
      expect.arrayContaining([
        "hello-malformed-message",
        "hello-not-json",
        "unsupported-pull",
        "malformed-state",
      ]),
    );
  });
});
