import type { EpochId } from "@gatehouse/protocols/ids";
import { parseStationId } from "@gatehouse/protocols/ids";
import { decodeBatch } from "@gatehouse/protocols/wire/batch";
import {
  type Ack,
  type CentreHello,
  type Stream,
  stationHelloSchema,
} from "@gatehouse/protocols/wire/messages";
import { downTopic } from "@gatehouse/protocols/wire/topics";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ClockOffset } from "../event-log/event-builder.ts";
import { GUARD, makeFolder, scanOf, startHost, type TestHost } from "../event-log/log-fixture.ts";
import { type Outbox, openOutbox } from "../event-log/outbox.ts";
import { openTelemetry, type Telemetry } from "../telemetry/telemetry.ts";
import { scrape, turnEnds } from "../telemetry/telemetry-fixture.ts";
import { BATCH_CODECS } from "./batch-codecs.ts";
import type { SyncOutbox } from "./sync-outbox.ts";
import { SyncSession } from "./sync-session.ts";

/** Log lines of the running test. */
let lines: string[];
const logger = pino({ level: "warn" }, { write: (line) => void lines.push(line) });
const WAIT = { timeout: 20_000, interval: 2 };
const ACK_TIMEOUT_MS = 10_000;

let place: ReturnType<typeof makeFolder>;
let host: TestHost;
let outbox: Outbox;
let telemetry: Telemetry;
let session: SyncSession;
let estimates: ClockOffset[];
let marksMoved: number;
let bundles: unknown[];
let time: { wallMs: number; monotonicMs: number };

beforeEach(async () => {
  place = makeFolder();
  host = await startHost(place.folder);
  lines = [];
  estimates = [];
  marksMoved = 0;
  bundles = [];
  time = { wallMs: 1_000_000, monotonicMs: 0 };
  await openSession();
});
afterEach(async () => {
  await session.close();
  telemetry.close();
  await host.close();
  place.remove();
});

/** Opens what is sent, and the session on it; `tm` and `ev` stand in for the outboxes. */
async function openSession(tm?: (real: SyncOutbox) => SyncOutbox, ev?: SyncOutbox): Promise<void> {
  outbox = await openOutbox(host.store, host.log);
  const { epoch, epochOrder } = host.log;
  const clock = { nowMs: () => time.wallMs, monotonicMs: () => time.monotonicMs };
  const parts = { folder: place.folder, clock, clockOffset: () => null, logger };
  telemetry = openTelemetry({ ...parts, epoch, epochOrder });
  telemetry.appended.subscribe((row) => session.appended({ stream: "tm", ...row }));
  session = new SyncSession({
    outboxes: { ev: ev ?? outbox, tm: tm?.(telemetry.outbox) ?? telemetry.outbox },
    clock,
    logger,
    softwareVersion: "0.1.0",
    bundleVersions: () => [{ kind: "operators", version: 7 }],
    onBundle: (bundle) => bundles.push(bundle),
    onMarkMoved: () => {
      marksMoved += 1;
    },
    onClockEstimate: (estimate) => estimates.push(estimate),
  });
}

/** Another session, whose telemetry is on a disk that fails in one way. */
async function reopenWith(broken: Partial<SyncOutbox>, ev?: SyncOutbox): Promise<void> {
  await session.close();
  telemetry.close();
  await openSession((real) => ({ ...real, ...broken }), ev);
}

interface Batch {
  readonly id: string;
  readonly stream: Stream;
  readonly epoch: EpochId;
  readonly from: number;
  readonly to: number;
  readonly rows: number;
}

/** The other end of the link: what came over it, and what a centre answers. */
class Centre {
  readonly hellos: unknown[] = [];
  readonly batches: Batch[] = [];
  readonly drops: string[] = [];

  publish(kind: string, payload: string | Uint8Array): void {
    if (typeof payload === "string") this.hellos.push(JSON.parse(payload));
    else this.#take(kind, payload);
  }

  drop(why: string): void {
    this.drops.push(why);
  }

  hello(hw: number, changes: Partial<CentreHello> = {}): void {
    const mark = { stream: "ev", epoch: host.log.epoch, hw, hwHash: null } as const;
    const answer: CentreHello = {
      v: 1,
      marks: [mark],
      credit: 4,
      maxMessageBytes: 262_144,
      echoSentAtMs: time.wallMs,
      nowMs: time.wallMs,
      ...changes,
    };
    receive("hello", JSON.stringify(answer));
  }

  ack(hw: number, changes: Partial<Ack> = {}): void {
    const ack = { batch: this.batches.at(-1)?.id ?? null, stream: "ev", epoch: host.log.epoch, hw };
    const rest = { hwHash: null, rejected: [], credit: 4, nowMs: 0 };
    receive("ack", JSON.stringify({ ...ack, ...rest, ...changes }));
  }

  #take(kind: string, payload: Uint8Array): void {
    const batch = decodeBatch(BATCH_CODECS, payload);
    if (!batch.ok || batch.value.header.stream !== kind) throw new Error(`no batch on ${kind}`);
    const { batch: id, stream, epoch, from, to } = batch.value.header;
    this.batches.push({ id, stream, epoch, from, to, rows: batch.value.rows.length });
  }
}

function receive(kind: "hello" | "ack" | "feed", text: string): void {
  const station = parseStationId("st-gate-1");
  if (!station.ok) throw new Error(station.reason);
  session.receive(downTopic(station.value, kind), Buffer.from(text));
}

async function attached(): Promise<Centre> {
  const centre = new Centre();
  await session.attach(centre);
  return centre;
}

/** Commits scans and tells the session of the last, as the host does. */
async function scan(count: number): Promise<void> {
  await Promise.all(
    Array.from({ length: count }, (_, at) => host.log.append(scanOf(`S-${at}`), GUARD)),
  );
  const { epoch, epochOrder, lastSeq } = host.log;
  session.appended({ stream: "ev", epoch, epochOrder, seq: lastSeq });
}

/** Takes readings, one a turn, each of which is committed and told to the session. */
async function measure(count: number): Promise<void> {
  for (let at = 0; at < count; at += 1) {
    scrape(telemetry);
    await turnEnds();
  }
}

const tmMark = async () => (await telemetry.outbox.streams()).map(({ ackedSeq }) => ackedSeq);
const rangesOf = (centre: Centre) => centre.batches.map(({ from, to }) => [from, to]);

describe("sync session", () => {
  it("GW-8, GW-41: says hello first, with what the outbox holds and works by, and waits for the answer", async () => {
    await scan(2);
    const centre = await attached();
    expect(centre.hellos.map((hello) => stationHelloSchema.parse(hello))).toEqual([
      {
        v: 1,
        softwareVersion: "0.1.0",
        sentAtMs: 1_000_000,
        streams: [
          {
            stream: "ev",
            epoch: host.log.epoch,
            epochOrder: 1,
            maxSeq: 3,
            ackedSeq: 0,
            ackedHash: null,
          },
        ],
        bundles: [{ kind: "operators", version: 7 }],
      },
    ]);
    expect(centre.batches).toEqual([]);
  });

  it("sends what lies behind the mark, then each new event, and stores what was acknowledged", async () => {
    const centre = await attached();
    centre.hello(0);
    await expect.poll(() => rangesOf(centre), WAIT).toEqual([[1, 1]]);
    centre.ack(1);
    await scan(2);
    await expect.poll(() => rangesOf(centre), WAIT).toHaveLength(2);
    expect(centre.batches[1]).toMatchObject({ from: 2, to: 3, rows: 2 });
    centre.ack(3);
    await expect.poll(() => outbox.unsent(), WAIT).toEqual({ count: 0, oldestAtMs: null });
    expect(marksMoved).toBe(2);
  });

  it("GW-21: counts nothing as sent that no acknowledgement covers, over a restart of the host too", async () => {
    const centre = await attached();
    await scan(3);
    centre.hello(0);
    await expect.poll(() => rangesOf(centre), WAIT).toEqual([[1, 4]]);
    centre.ack(2, { batch: null });
    await expect.poll(async () => (await outbox.unsent()).count, WAIT).toBe(2);
    await session.close();
    telemetry.close();
    await host.close();
    host = await startHost(place.folder);
    await openSession();
    expect((await outbox.unsent()).count).toBe(3);
  });

  it("GW-9: fills a centre up again that was restored from a backup", async () => {
    const first = await attached();
    await scan(4);
    first.hello(5);
    await expect.poll(async () => (await outbox.unsent()).count, WAIT).toBe(0);
    session.detach();
    const restored = await attached();
    restored.hello(2);
    await expect.poll(() => rangesOf(restored), WAIT).toEqual([[3, 5]]);
    expect((await outbox.unsent()).count).toBe(3);
  });

  it("tells the hash at the mark in the next hello, so that a fork shows", async () => {
    const stored = await host.log.append(scanOf("S-1"), GUARD);
    const first = await attached();
    first.hello(2);
    await expect.poll(() => marksMoved, WAIT).toBe(1);
    session.detach();
    const second = await attached();
    const { hash } = stored.header;
    expect(second.hellos).toMatchObject([{ streams: [{ ackedSeq: 2, ackedHash: hash }] }]);
  });

  it("names in a hello what was acknowledged just before, though it is still being stored", async () => {
    const first = await attached();
    first.hello(1);
    session.detach();
    const second = await attached();
    expect(second.hellos).toMatchObject([{ streams: [{ ackedSeq: 1 }] }]);
  });

  it("says hello once, on the newest link, when links change while the outbox is read", async () => {
    const [gone, next] = [new Centre(), new Centre()];
    await Promise.all([session.attach(gone), session.attach(next)]);
    expect([gone.hellos.length, next.hellos.length]).toEqual([0, 1]);
  });

  it("GW-20: sends again after ten silent seconds and drops the link after three such times", async () => {
    const centre = await attached();
    centre.hello(0);
    for (const times of [1, 2, 3]) {
      await expect.poll(() => centre.batches.length, WAIT).toBe(times);
      time.monotonicMs += ACK_TIMEOUT_MS;
      session.tick();
    }
    expect(rangesOf(centre)).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
    expect(centre.drops).toEqual(["no-answer"]);
  });

  it("GW-8: names the next epochs when there was no room for all that had unsent events", async () => {
    const room = await outbox.streams();
    const [own] = room;
    if (!own) throw new Error("an outbox without its own epoch");
    const starts = Array.from({ length: 1_000 }, (_, at) => {
      return { ...own, epoch: (at + 1).toString(16).padStart(16, "0") as EpochId };
    });
    let isFirst = true;
    const listed = { ...outbox, streams: async () => (isFirst ? starts : outbox.streams()) };
    const setAcked = async () => {
      isFirst = false;
    };
    await reopenWith({}, { ...listed, setAcked });
    const centre = await attached();
    const marks = starts.map(({ epoch, maxSeq }) => {
      return { stream: "ev", epoch, hw: maxSeq, hwHash: null } as const;
    });
    session.tick();
    expect(centre.hellos).toHaveLength(1);
    centre.hello(0, { marks });
    await expect
      .poll(() => {
        session.tick();
        return centre.hellos.length;
      }, WAIT)
      .toBe(2);
    expect(centre.hellos[1]).toMatchObject({ streams: [{ epoch: own.epoch, maxSeq: 1 }] });
    centre.hello(0);
    await expect.poll(() => rangesOf(centre), WAIT).toEqual([[1, 1]]);
    session.tick();
    expect([centre.hellos.length, centre.drops.length]).toEqual([2, 0]);
  });

  it("GW-19: publishes nothing on a link that is gone", async () => {
    const gone = await attached();
    gone.hello(0);
    session.detach();
    await scan(3);
    const next = await attached();
    next.hello(0);
    await expect.poll(() => rangesOf(next), WAIT).toEqual([[1, 4]]);
    expect(gone.batches).toEqual([]);
  });

  it("GW-11: gives each answered hello to the clock estimate", async () => {
    const centre = await attached();
    time.wallMs += 40;
    centre.hello(0, { echoSentAtMs: 1_000_000, nowMs: 1_060_020 });
    expect(estimates).toEqual([{ offsetMs: 60_000, uncertaintyMs: 20 }]);
  });

  it("drops what is malformed or not for this station to read, and carries on", async () => {
    const centre = await attached();
    receive("hello", "{");
    receive("ack", JSON.stringify({ hw: -1 }));
    session.receive("gh/v1/bc/notices", Buffer.from("{}"));
    session.receive("gh/v1/s/st-gate-1/up/ev", Buffer.from("{}"));
    centre.hello(0);
    await expect.poll(() => rangesOf(centre), WAIT).toEqual([[1, 1]]);
    receive("ack", "no json");
    centre.ack(1);
    await expect.poll(async () => (await outbox.unsent()).count, WAIT).toBe(0);
  });
});

describe("sync session with telemetry", () => {
  it("GW-36: lists telemetry in the hello, without a hash, and sends it on its own topic", async () => {
    await measure(3);
    const centre = await attached();
    const { epoch } = host.log;
    const tm = { stream: "tm", epoch, epochOrder: 1, maxSeq: 3, ackedSeq: 0, ackedHash: null };
    expect(centre.hellos).toMatchObject([{ streams: [{ stream: "ev" }, tm] }]);
    centre.hello(1);
    await expect.poll(() => centre.batches, WAIT).toHaveLength(1);
    expect(centre.batches).toMatchObject([{ stream: "tm", epoch, from: 1, to: 3, rows: 3 }]);
    centre.ack(3, { stream: "tm" });
    await expect.poll(tmMark, WAIT).toEqual([3]);
    session.detach();
    const second = await attached();
    expect(second.hellos).toMatchObject([{ streams: [{ stream: "ev" }, { ...tm, ackedSeq: 3 }] }]);
  });

  it("GW-37: sends what was recorded without a network before the telemetry that waits", async () => {
    await measure(5);
    await scan(150);
    const centre = await attached();
    centre.hello(0);
    await expect.poll(() => centre.batches.length, WAIT).toBe(2);
    expect(centre.batches).toMatchObject([
      { stream: "ev", from: 1, to: 151 },
      { stream: "tm", from: 1, to: 5 },
    ]);
  });

  it("GW-36: sends each new reading, and counts none of them as an unsent event", async () => {
    const centre = await attached();
    centre.hello(1);
    await measure(1);
    await expect.poll(() => rangesOf(centre), WAIT).toEqual([[1, 1]]);
    await measure(1);
    await expect
      .poll(() => rangesOf(centre), WAIT)
      .toEqual([
        [1, 1],
        [2, 2],
      ]);
    expect(await outbox.unsent()).toEqual({ count: 0, oldestAtMs: null });
    expect(marksMoved).toBe(1);
  });

  it("stores the marks of events while those of telemetry are refused by the disk", async () => {
    await reopenWith({ setAcked: () => Promise.reject(new Error("disk")) });
    await measure(1);
    const centre = await attached();
    centre.hello(0);
    await expect.poll(() => centre.batches.length, WAIT).toBe(2);
    centre.ack(1, { stream: "tm" });
    centre.ack(1, { batch: null });
    await expect.poll(async () => (await outbox.unsent()).count, WAIT).toBe(0);
    expect(await tmMark()).toEqual([0]);
  });

  it("says hello and sends events though the telemetry cannot be listed", async () => {
    await reopenWith({ streams: () => Promise.reject(new Error("disk")) });
    const centre = await attached();
    expect(centre.hellos).toMatchObject([{ streams: [{ stream: "ev" }] }]);
    centre.hello(0);
    await expect.poll(() => rangesOf(centre), WAIT).toEqual([[1, 1]]);
  });

  it("GW-20: stays with a centre that never answers telemetry, says so once, and keeps it", async () => {
    await measure(2);
    const centre = await attached();
    centre.hello(1);
    for (const times of [1, 2, 3]) {
      await expect.poll(() => centre.batches.length, WAIT).toBe(times);
      time.monotonicMs += ACK_TIMEOUT_MS;
      session.tick();
    }
    await measure(1);
    await scan(1);
    await expect.poll(() => centre.batches.at(-1), WAIT).toMatchObject({ stream: "ev", from: 2 });
    centre.ack(2);
    time.monotonicMs += 10 * ACK_TIMEOUT_MS;
    session.tick();
    expect(centre.batches.map(({ stream }) => stream)).toEqual(["tm", "tm", "tm", "ev"]);
    expect(centre.drops).toEqual([]);
    expect(lines.filter((line) => line.includes("takes no telemetry"))).toHaveLength(1);
    expect(await telemetry.outbox.streams()).toMatchObject([{ maxSeq: 3, ackedSeq: 0 }]);
  });

  it("sends events though the telemetry cannot be read", async () => {
    await reopenWith({ read: () => Promise.reject(new Error("disk")) });
    await measure(1);
    const centre = await attached();
    centre.hello(1);
    await scan(1);
    await expect.poll(() => centre.batches, WAIT).toMatchObject([{ stream: "ev", from: 2 }]);
  });
});

describe("sync session with bundles", () => {
  it("GW-41: hands on what the centre sends as a bundle, whatever it holds", async () => {
    await attached();
    receive("feed", JSON.stringify({ v: 1, kind: "bundle", bundle: { kind: "operators" } }));
    receive("feed", JSON.stringify({ v: 1, kind: "bundle", bundle: "no bundle at all" }));
    expect(bundles).toEqual([{ kind: "operators" }, "no bundle at all"]);
  });

  it("GW-41: leaves a feed alone that it does not know, and drops one that is malformed", async () => {
    await attached();
    receive("feed", JSON.stringify({ v: 1, kind: "notice", text: "later" }));
    receive("feed", JSON.stringify({ v: 1, bundle: {} }));
    receive("feed", "{");
    expect(bundles).toEqual([]);
  });
});
