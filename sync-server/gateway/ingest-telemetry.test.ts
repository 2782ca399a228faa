import { zstdCompressSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../../test/support/eventually.ts";
import { newBatchId, StationRecords } from "../../test/support/station-records.ts";
import { StationScrapes } from "../../test/support/station-scrapes.ts";
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

async function roomStation() {
  const { stationId, link } = await centre.station();
  const scrapes = new StationScrapes(stationId);
  const stored = () =>
    centre.column<number>("select seq from scrape where station_id = $1 order by seq", [stationId]);
  const latest = async () => {
    const sql = "select * from latest_scrape where station_id = $1 order by device_id";
    return (await centre.database.pool.query(sql, [stationId])).rows;
  };
  const send = async ({ id, message }: ReturnType<StationScrapes["run"]>) => {
    link.send(message, "tm");
    return await link.ackOf(id);
  };
  return { stationId, link, scrapes, stored, latest, send };
}

describe("telemetry", () => {
  it("GW-36: is committed and acknowledged with its own mark, which carries no hash", async () => {
    const { stationId, scrapes, send } = await roomStation();
    const span = { scrapes: 4, firstWallTimeMs: 5, lows: [19, null], highs: [22, null] };
    const rows = [scrapes.scrape(1), scrapes.scrape(2, { values: [20.5, null], span })];
    expect(await send(scrapes.batch(rows, { from: 1, to: 2 }))).toMatchObject({
      stream: "tm",
      epoch: scrapes.epoch,
      hw: 2,
      hwHash: null,
      rejected: [],
    });
    const { rows: stored } = await centre.database.pool.query(
      `select epoch, seq, device_id, kind, wall_time, values, span,
              received_day = (received_at at time zone 'UTC')::date as in_its_day
         from scrape where station_id = $1 order by seq`,
      [stationId],
    );
    const device = { epoch: scrapes.epoch, device_id: "probe-1", kind: "xy-md02" };
    expect(stored).toMatchObject([
      { ...device, seq: 1, values: [20.1, 45], span: null, in_its_day: true },
      {
        ...device,
        seq: 2,
        values: [20.5, null],
        span,
        wall_time: new Date(rows[1]?.wallTimeMs ?? 0),
      },
    ]);
  });

  it("keeps the newest scrape of each device by its order, not by a station's clock", async () => {
    const { scrapes, send, latest } = await roomStation();
    const rows = [
      scrapes.scrape(1, { deviceId: "a", wallTimeMs: 9_000 }),
      scrapes.scrape(2, { deviceId: "b" }),
      scrapes.scrape(3, { deviceId: "a", wallTimeMs: 1_000, values: [7] }),
    ];
    await send(scrapes.batch(rows, { from: 1, to: 3 }));
    expect(await latest()).toMatchObject([
      { device_id: "a", wall_time: new Date(1_000), values: [7] },
      { device_id: "b" },
    ]);
    await send(
      scrapes.batch([scrapes.scrape(4, { deviceId: "b", values: [8] })], { from: 4, to: 4 }),
    );
    expect((await latest()).map(({ values }) => values)).toEqual([[7], [8]]);
  });

  it("is as old as it is, however wrong a station's clock was that knows it to be", async () => {
    const { scrapes, send, latest, link } = await roomStation();
    const slow = scrapes.scrape(1, { wallTimeMs: 1_000_000, clockOffsetMs: 120_000 });
    const huge = scrapes.scrape(2, { deviceId: "b", wallTimeMs: 5_000, clockOffsetMs: -1e300 });
    const { rejected } = await send(scrapes.batch([slow, huge], { from: 1, to: 2 }));
    expect([rejected, link.isOpen]).toEqual([[], true]);
    const times = (await latest()).map(({ wall_time }) => wall_time);
    expect(times).toEqual([new Date(5_000), new Date(1_120_000)]);
  });

  it("keeps a kind of device that it does not know", async () => {
    const { scrapes, send, latest } = await roomStation();
    const row = { ...scrapes.scrape(1, { kind: "seismograph", values: [1, 2, 3] }), colour: "red" };
    expect((await send(scrapes.batch([row], { from: 1, to: 1 }))).rejected).toEqual([]);
    expect(await latest()).toMatchObject([{ kind: "seismograph", values: [1, 2, 3] }]);
  });

  it("shows no control characters of a device's name", async () => {
    const { scrapes, send, latest } = await roomStation();
    const row = scrapes.scrape(1, { deviceId: "probe\u001b[2J", kind: "k\u202e" });
    await send(scrapes.batch([row], { from: 1, to: 1 }));
    expect(await latest()).toMatchObject([{ device_id: "probe·[2J", kind: "k·" }]);
  });

  it("GW-36: takes rows with numbers missing, however far apart", async () => {
    const { scrapes, stored, send } = await roomStation();
    const rows = [3, 4, 9_000].map((seq) => scrapes.scrape(seq));
    const batch = scrapes.batch(rows, { from: 1, to: 9_000, enc: "zstd" });
    expect(await send(batch)).toMatchObject({ hw: 9_000, rejected: [] });
    expect(await send(scrapes.run(9_001, 9_002))).toMatchObject({ hw: 9_002, rejected: [] });
    expect(await stored()).toEqual([3, 4, 9_000, 9_001, 9_002]);
  });

  it("is stored once however often it comes, and of an overlap only what is new", async () => {
    const { link, scrapes, stored, send, latest } = await roomStation();
    const { id, message } = scrapes.run(1, 5);
    for (let time = 0; time < 3; time += 1) link.send(message, "tm");
    expect(await link.ackOf(id, 3)).toMatchObject({ hw: 5, rejected: [] });
    const other = [4, 5, 6].map((seq) => scrapes.scrape(seq, { values: [99] }));
    expect(await send(scrapes.batch(other, { from: 3, to: 6 }))).toMatchObject({
      hw: 6,
      rejected: [],
    });
    expect(await stored()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await latest()).toMatchObject([{ values: [99] }]);
  });

  it("behind a gap is answered with the mark, and nothing of it is stored", async () => {
    const { scrapes, stored, latest, send } = await roomStation();
    await send(scrapes.run(1, 2));
    expect(await send(scrapes.run(4, 9))).toMatchObject({ hw: 2, hwHash: null, rejected: [] });
    expect(await stored()).toEqual([1, 2]);
    expect(await latest()).toMatchObject([{ values: [20.2, 45] }]);
  });

  it("ends with the whole stream after batches in any order and number", async () => {
    const { link, scrapes, stored, send } = await roomStation();
    const batches = [9, 1, 5, 1, 13, 5, 9, 17, 13].map((from) => scrapes.run(from, from + 23));
    for (const { message } of batches) link.send(message, "tm");
    for (const { id } of batches) await link.ackOf(id);
    expect((await send(scrapes.run(1, 40))).hw).toBe(40);
    expect(await stored()).toEqual(Array.from({ length: 40 }, (_, at) => at + 1));
  });
});

describe("a row of telemetry that does not stand", () => {
  const whole = new StationScrapes("st-any" as StationScrapes["stationId"]);
  const malformed: readonly [string, unknown][] = [
    ["a text", "no scrape"],
    ["nothing", null],
    ["a list", [2]],
    ["a scrape without values", { ...whole.scrape(2), values: [] }],
    ["a value that is a text", { ...whole.scrape(2), values: ["20"] }],
    ["no device", { ...whole.scrape(2), deviceId: "" }],
    ["a text that no table takes", { ...whole.scrape(2), deviceId: "a\0b" }],
    [
      "extremes of another number of values",
      {
        ...whole.scrape(2),
        span: { scrapes: 2, firstWallTimeMs: 1, lows: [1], highs: [2] },
      },
    ],
    ["an event", new StationRecords(whole.stationId).scan("CODE")],
  ];

  it.each(malformed)("GW-38: goes to quarantine as malformed-scrape: %s", async (_, bad) => {
    const { stationId, scrapes, stored, send } = await roomStation();
    const batch = scrapes.batch([scrapes.scrape(1), bad, scrapes.scrape(3)], { from: 1, to: 3 });
    const rejected = [{ seq: 2, reason: "malformed-scrape" }];
    expect(await send(batch)).toMatchObject({ hw: 3, rejected });
    expect(await stored()).toEqual([1, 3]);
    const [sealed] = await centre.column<Buffer>(
      "select sealed from quarantine where station_id = $1 and stream = 'tm'",
      [stationId],
    );
    const context = `${stationId}/tm/${scrapes.epoch}/2`;
    expect(JSON.parse(centre.unseal(sealed ?? Buffer.alloc(0), context))).toEqual(bad);
    expect(await send(batch), "told again").toMatchObject({ hw: 3, rejected });
    expect(
      await centre.column("select seq from quarantine where station_id = $1", [stationId]),
    ).toEqual([2]);
  });

  const misplaced: readonly [string, readonly number[], readonly number[], readonly number[]][] = [
    ["the same number twice", [1, 1, 6], [1, 6], [2]],
    ["a number that falls", [1, 4, 2, 6], [1, 4, 6], [5]],
    ["a number beyond the range", [1, 99, 3, 6], [1, 3, 6], [2]],
    ["a last row that is not the end of the range", [1, 2, 5], [1, 2], [6]],
    ["a number that leaves none for the next row", [1, 6, 6], [1, 6], [2]],
    ["no number at its place", [7, 7, 7], [], [1, 2, 6]],
  ];

  it.each(misplaced)("GW-38: goes to quarantine as seq-mismatch: %s", async (_, ...cases) => {
    const [seqs, good, bad] = cases;
    const { scrapes, stored, send } = await roomStation();
    const rows = seqs.map((seq) => scrapes.scrape(seq));
    expect(await send(scrapes.batch(rows, { from: 1, to: 6 }))).toMatchObject({
      hw: 6,
      rejected: bad.map((seq) => ({ seq, reason: "seq-mismatch" })),
    });
    expect(await stored()).toEqual(good);
  });

  it("goes to quarantine when the database refuses it, and stops no neighbour and no event", async () => {
    await centre.database.pool.query(
      "alter table scrape add constraint no_hail check (kind <> 'hail')",
    );
    const { stationId, link, scrapes, stored, send } = await roomStation();
    const records = new StationRecords(stationId);
    records.scans(3);
    const events = records.batch(1, 3);
    const rows = [2, 3, 50, 51, 90, 200].map((seq) =>
      scrapes.scrape(seq, seq === 51 ? { kind: "hail" } : {}),
    );
    link.send(events.message);
    expect(await send(scrapes.batch(rows, { from: 1, to: 200 }))).toMatchObject({
      hw: 200,
      rejected: [{ seq: 51, reason: "malformed-scrape" }],
    });
    expect(await stored()).toEqual([2, 3, 50, 90, 200]);
    expect(await link.ackOf(events.id)).toMatchObject({ hw: 3, rejected: [] });
  });
});

describe("a message on the telemetry's topic that is no batch", () => {
  const header = (more: object) =>
    `${JSON.stringify({
      v: 1,
      batch: newBatchId(),
      stream: "tm",
      epoch: "00000000000000aa",
      from: 1,
      to: 1,
      enc: "json",
      ...more,
    })}\n`;
  const packed = (more: object, plain: Buffer) =>
    Buffer.concat([Buffer.from(header({ enc: "zstd", ...more })), zstdCompressSync(plain)]);
  const cases: readonly [string, string, Uint8Array | string][] = [
    ["an event's batch", "foreign-stream", `${header({ stream: "ev" })}{}`],
    ["bytes without a line", "no-batch-header", "x"],
    ["a range that ends before it begins", "too-many-rows", `${header({ from: 5 })}{}`],
    ["more rows than numbers", "undecodable-batch", `${header({})}{}\n{}`],
    [
      "rows that are no UTF-8",
      "undecodable-batch",
      Buffer.concat([Buffer.from(header({})), Buffer.from([0xff])]),
    ],
    [
      "a decompression bomb",
      "undecodable-batch",
      packed({ to: 9 }, Buffer.alloc(64 * 1024 * 1024, "\n")),
    ],
    [
      "millions of empty lines within the range",
      "undecodable-batch",
      packed({ to: 2 ** 40 }, Buffer.alloc(8 * 1024 * 1024 - 1, "\n")),
    ],
  ];

  it.each(cases)("%s: counted as %s, and the next batch is taken", async (_, reason, message) => {
    const { link, scrapes, send } = await roomStation();
    const before = centre.gateway.faultCounts().get(reason) ?? 0;
    link.send(Buffer.from(message), "tm");
    expect((await send(scrapes.run(1, 1))).hw).toBe(1);
    expect(centre.gateway.faultCounts().get(reason)).toBe(before + 1);
  });

  it("a row nested a million deep goes to quarantine", async () => {
    const { scrapes, stationId, link } = await roomStation();
    const depth = 1_000_000;
    const deep = `{"seq":1,"deviceId":${'{"a":'.repeat(depth)}1${"}".repeat(depth)}}`;
    link.send(packed({ epoch: scrapes.epoch }, Buffer.from(deep)), "tm");
    await eventually("quarantined", async () => {
      const sql = "select reason from quarantine where station_id = $1";
      return (await centre.column<string>(sql, [stationId]))[0] === "malformed-scrape" || null;
    });
  });
});

describe("both streams of a station", () => {
  it("go on side by side, each by its own mark, in the epochs of the same starts", async () => {
    const { stationId, link, stored, send } = await roomStation();
    const records = new StationRecords(stationId);
    const scrapes = new StationScrapes(stationId, records.epoch);
    const events = records.scans(90);
    const sent = [0, 1, 2].map((at) => ({
      ev: records.batch(at * 30 + 1, at * 30 + 30),
      tm: scrapes.run(at * 10 + 1, at * 10 + 10),
    }));
    for (const { ev, tm } of sent) {
      link.send(ev.message);
      link.send(tm.message, "tm");
    }
    for (const { ev, tm } of sent) {
      expect(await link.ackOf(ev.id)).toMatchObject({ stream: "ev", rejected: [] });
      expect(await link.ackOf(tm.id)).toMatchObject({ stream: "tm", hwHash: null, rejected: [] });
    }
    const marks = await centre.database.pool.query(
      "select stream, hw, hw_hash from stream_cursor where station_id = $1 order by stream",
      [stationId],
    );
    expect(marks.rows).toEqual([
      { stream: "ev", hw: 90, hw_hash: events[89]?.header.hash },
      { stream: "tm", hw: 30, hw_hash: null },
    ]);
    expect(await centre.storedSeqs(stationId)).toHaveLength(90);
    expect(await stored()).toHaveLength(30);
    expect(await send(scrapes.run(31, 31))).toMatchObject({ hw: 31, hwHash: null });
  });

  it("are answered with their marks after a restart, and go on from there", async () => {
    const { stationId, credential } = await centre.enrol();
    const records = new StationRecords(stationId);
    const scrapes = new StationScrapes(stationId, records.epoch);
    records.scans(4);
    const before = await centre.connect({ stationId, credential });
    const sent = { ev: records.batch(1, 4), tm: scrapes.run(1, 7) };
    before.send(sent.ev.message);
    before.send(sent.tm.message, "tm");
    await before.ackOf(sent.ev.id);
    await before.ackOf(sent.tm.id);
    await centre.restart();
    const link = await centre.connect({ stationId, credential });
    const said = { epoch: records.epoch, epochOrder: 1, maxSeq: 9, ackedSeq: 0, ackedHash: null };
    const { marks } = await link.hello([
      { ...said, stream: "ev" },
      { ...said, stream: "tm" },
    ]);
    const hwHash = records.events[3]?.header.hash;
    expect(marks).toEqual([
      { stream: "ev", epoch: records.epoch, hw: 4, hwHash },
      { stream: "tm", epoch: records.epoch, hw: 7, hwHash: null },
    ]);
    const next = scrapes.run(7, 9);
    link.send(next.message, "tm");
    expect(await link.ackOf(next.id)).toMatchObject({ hw: 9, rejected: [] });
    expect(
      await centre.column("select seq from scrape where station_id = $1 and seq > 6 order by seq", [
        stationId,
      ]),
    ).toEqual([7, 8, 9]);
  });
});
