import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { parseScrape } from "@gatehouse/protocols/telemetry/scrape";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeFolder } from "../event-log/log-fixture.ts";
import type { Telemetry, WrittenRow } from "./telemetry.ts";
import { TELEMETRY_FILE } from "./telemetry-file.ts";
import {
  epochOf,
  listeningLogger,
  NINE_MS,
  openAs,
  rowsOf,
  scrape,
  turnEnds,
} from "./telemetry-fixture.ts";

const MINUTE_MS = 60_000;
let place: ReturnType<typeof makeFolder>;
let opened: Telemetry[];

beforeEach(() => {
  place = makeFolder();
  opened = [];
});
afterEach(() => {
  for (const telemetry of opened) telemetry.close();
  place.remove();
});

function open(order = 1, changed: Parameters<typeof openAs>[2] = {}): Telemetry {
  const telemetry = openAs(order, place.folder, changed);
  opened.push(telemetry);
  return telemetry;
}

function follow(telemetry: Telemetry): WrittenRow[] {
  const written: WrittenRow[] = [];
  telemetry.appended.subscribe((row) => written.push(row));
  return written;
}

describe("telemetry", () => {
  it("numbers rows from 1 and tells of them once they are in the file, one word a turn", async () => {
    const telemetry = open(1, { clockOffset: () => ({ offsetMs: -40, uncertaintyMs: 5 }) });
    const written = follow(telemetry);
    scrape(telemetry, [21.5, null]);
    scrape(telemetry, [22, 45], { deviceId: "probe-2" });
    expect(written).toEqual([]);
    await turnEnds();
    scrape(telemetry);
    await turnEnds();
    expect(written).toEqual([2, 3].map((seq) => ({ epoch: epochOf(1), epochOrder: 1, seq })));
    const rows = await rowsOf(telemetry);
    expect(rows[0]).toEqual({
      seq: 1,
      deviceId: "probe-1",
      kind: "xy-md02",
      wallTimeMs: NINE_MS,
      clockOffsetMs: -40,
      values: [21.5, null],
      span: null,
    });
    expect(rows.map(({ seq, deviceId }) => [seq, deviceId])).toEqual([
      [1, "probe-1"],
      [2, "probe-2"],
      [3, "probe-1"],
    ]);
    expect(rows.every((row) => parseScrape(row).ok)).toBe(true);
  });

  it("writes a flood within one turn as it comes", async () => {
    const telemetry = open();
    const written = follow(telemetry);
    for (let count = 0; count < 1_500; count += 1) scrape(telemetry);
    expect(written.map(({ seq }) => seq)).toEqual([1_000]);
    await turnEnds();
    expect(written.map(({ seq }) => seq)).toEqual([1_000, 1_500]);
  });

  it("writes what waits when it is closed, and takes nothing afterwards", async () => {
    const telemetry = open();
    scrape(telemetry);
    telemetry.close();
    scrape(telemetry);
    telemetry.close();
    expect(await rowsOf(open(2))).toHaveLength(1);
  });

  it("begins each host start with 1 again and keeps the rows of the starts before", async () => {
    const first = open(1);
    scrape(first);
    scrape(first);
    first.close();
    const second = open(2);
    scrape(second);
    await turnEnds();
    expect((await rowsOf(second, 1)).map(({ seq }) => seq)).toEqual([1, 2]);
    expect((await rowsOf(second, 2)).map(({ seq }) => seq)).toEqual([1]);
  });

  it("keeps the order of host starts when the event log was begun anew", async () => {
    const before = open(7);
    scrape(before);
    before.close();
    const after = open(1);
    scrape(after);
    await turnEnds();
    const streams = await after.outbox.streams();
    expect(streams.map(({ epochOrder }) => epochOrder)).toEqual([1, 7]);
  });
});

describe("the outbox of telemetry", () => {
  it("lists the stream tm, each epoch with its last row, its mark and no hash", async () => {
    const telemetry = open();
    expect(telemetry.outbox.stream).toBe("tm");
    expect(await telemetry.outbox.streams()).toEqual([]);
    scrape(telemetry);
    scrape(telemetry);
    await turnEnds();
    await telemetry.outbox.setAcked({ epoch: epochOf(1), seq: 1 });
    expect(await telemetry.outbox.streams()).toEqual([
      { epoch: epochOf(1), epochOrder: 1, maxSeq: 2, ackedSeq: 1, ackedHash: null },
    ]);
  });

  it("remembers a mark over a restart, also one that went back", async () => {
    const telemetry = open();
    for (let count = 0; count < 5; count += 1) scrape(telemetry);
    await turnEnds();
    await telemetry.outbox.setAcked({ epoch: epochOf(1), seq: 5 });
    await telemetry.outbox.setAcked({ epoch: epochOf(1), seq: 3 });
    telemetry.close();
    expect(await open(2).outbox.streams()).toMatchObject([{ maxSeq: 5, ackedSeq: 3 }]);
  });

  it("reads a part of an epoch in order, and nothing of one that it does not know", async () => {
    const telemetry = open();
    for (let count = 0; count < 9; count += 1) scrape(telemetry);
    await turnEnds();
    const part = await telemetry.outbox.read({ epoch: epochOf(1), fromSeq: 4, limit: 3 });
    expect(part.map(({ seq, row }) => [seq, "seq" in row && row.seq])).toEqual([
      [4, 4],
      [5, 5],
      [6, 6],
    ]);
    expect(await telemetry.outbox.read({ epoch: epochOf(2), fromSeq: 1, limit: 3 })).toEqual([]);
    await telemetry.outbox.setAcked({ epoch: epochOf(2), seq: 3 });
    expect(await telemetry.outbox.streams()).toHaveLength(1);
  });
});

describe("the trend of a reading", () => {
  const window = { periods: 4, periodMs: MINUTE_MS, nowMs: NINE_MS };

  it("comes back after a restart, by metric and by device", async () => {
    const telemetry = open();
    scrape(telemetry, [20, 50], { wallTimeMs: NINE_MS - 3 * MINUTE_MS });
    scrape(telemetry, [21, null], { wallTimeMs: NINE_MS - MINUTE_MS });
    scrape(telemetry, [99, 99], { deviceId: "probe-2" });
    scrape(telemetry, [90, 90], { wallTimeMs: NINE_MS - 4 * MINUTE_MS });
    telemetry.close();
    const again = open(2);
    scrape(again, [22, 52]);
    await turnEnds();
    expect(again.trend("probe-1", 0, window)).toEqual([20, null, 21, 22]);
    expect(again.trend("probe-1", 1, window)).toEqual([50, null, null, 52]);
    expect(again.trend("probe-3", 0, window)).toEqual([null, null, null, null]);
  });
});

describe("telemetry on a failing disk", () => {
  /** Another connection that holds the write lock: each write fails until it lets go. */
  function breakDisk(): { mend(): void } {
    const db = new DatabaseSync(join(place.folder, TELEMETRY_FILE));
    db.exec("BEGIN IMMEDIATE");
    return { mend: () => db.close() };
  }

  it("drops rows with one line for the outage and one with the loss, and leaves no hole", async () => {
    const { logger, lines } = listeningLogger();
    const telemetry = open(1, { logger });
    scrape(telemetry);
    await turnEnds();
    const written = follow(telemetry);
    const disk = breakDisk();
    for (let turn = 0; turn < 3; turn += 1) {
      scrape(telemetry);
      await turnEnds();
    }
    expect(written).toEqual([]);
    disk.mend();
    scrape(telemetry);
    await turnEnds();
    expect(lines).toEqual(["telemetry fails: rows are dropped", "telemetry is stored again: 3"]);
    expect(written).toMatchObject([{ seq: 2 }]);
    expect((await rowsOf(telemetry)).map(({ seq }) => seq)).toEqual([1, 2]);
  });

  it("says which mark it could not store", async () => {
    const telemetry = open();
    scrape(telemetry);
    await turnEnds();
    const disk = breakDisk();
    const marked = telemetry.outbox.setAcked({ epoch: epochOf(1), seq: 1 });
    await expect(marked).rejects.toMatchObject({ code: "store.failed" });
    disk.mend();
    expect(await telemetry.outbox.streams()).toMatchObject([{ ackedSeq: 0 }]);
  });

  it("tells at its end what an outage that lasts has cost", async () => {
    const { logger, lines } = listeningLogger();
    const telemetry = open(1, { logger });
    scrape(telemetry);
    await turnEnds();
    const disk = breakDisk();
    scrape(telemetry);
    telemetry.close();
    disk.mend();
    expect(lines).toEqual(["telemetry fails: rows are dropped", "telemetry was lost: 1"]);
  });
});
