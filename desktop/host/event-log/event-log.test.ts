import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import type { EventDraft } from "@gatehouse/protocols/event/event-types";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { nodeDigests, nodeRandomBytes } from "../digests.ts";
import { createTestClock, GUARD, makeFolder, NOON_MS, scanOf, startHost } from "./log-fixture.ts";
import { openOutbox } from "./outbox.ts";
import { verifyChain } from "./verify-chain.ts";

const HOUR_MS = 3_600_000;
let place: ReturnType<typeof makeFolder>;

beforeEach(() => {
  place = makeFolder();
});
afterEach(() => place.remove());

/** Transactions in a write-ahead log: frames that end one hold the database's size (sqlite.org/fileformat2.html §4.1). */
function commitsIn(walPath: string): number {
  const wal = readFileSync(walPath);
  const frameBytes = 24 + wal.readUInt32BE(8);
  const salt = wal.subarray(16, 24);
  let commits = 0;
  for (let at = 32; at + frameBytes <= wal.length; at += frameBytes) {
    const isCurrent = wal.subarray(at + 8, at + 16).equals(salt);
    if (isCurrent && wal.readUInt32BE(at + 4) > 0) commits += 1;
  }
  return commits;
}

function codeOf(outcome: PromiseSettledResult<unknown> | undefined): string | undefined {
  if (outcome?.status !== "rejected") return undefined;
  return outcome.reason instanceof GatehouseError ? outcome.reason.code : String(outcome.reason);
}

describe("a host start", () => {
  it("GW-23: records host.started as the first event of a new epoch that names the one before", async () => {
    const first = await startHost(place.folder);
    const firstEpoch = first.log.epoch;
    await first.log.append(scanOf("A-1"), GUARD);
    await first.close();
    const second = await startHost(place.folder);
    const outbox = await openOutbox(second.store, second.log);
    const [started] = await outbox.read({ epoch: second.log.epoch, fromSeq: 1, limit: 1 });
    expect(second.log.epoch).not.toBe(firstEpoch);
    expect(second.log.epochOrder).toBe(2);
    expect(started?.row.header.type).toBe("host.started");
    expect(started?.row.body.previousEpoch).toBe(firstEpoch);
    await second.close();
  });

  it("GW-24: chains its first event to the last one of the epoch before", async () => {
    const first = await startHost(place.folder);
    const last = await first.log.append(scanOf("A-1"), GUARD);
    await first.close();
    const second = await startHost(place.folder);
    const outbox = await openOutbox(second.store, second.log);
    const [started] = await outbox.read({ epoch: second.log.epoch, fromSeq: 1, limit: 1 });
    expect(started?.row.header.prevHash).toBe(last.header.hash);
    await second.close();
  });

  it("keeps order and unsent right when the clock went back an hour in between", async () => {
    const clock = createTestClock();
    const first = await startHost(place.folder, clock);
    await first.log.append(scanOf("before"), GUARD);
    await first.close();
    clock.setMs(NOON_MS - HOUR_MS);
    const second = await startHost(place.folder, clock);
    await second.log.append(scanOf("after"), GUARD);
    const outbox = await openOutbox(second.store, second.log);
    const streams = await outbox.streams();
    expect(streams.map(({ epochOrder, maxSeq }) => [epochOrder, maxSeq])).toEqual([
      [1, 2],
      [2, 2],
    ]);
    expect(await outbox.unsent()).toEqual({ count: 4, oldestAtMs: expect.any(Number) });
    expect((await outbox.unsent()).oldestAtMs).toBeGreaterThanOrEqual(NOON_MS);
    expect((await verifyChain(second.store, nodeDigests)).firstBreak).toBeNull();
    await second.close();
  });
});

describe("append", () => {
  it("GW-23: numbers events gap-free in the order of their arrival", async () => {
    const host = await startHost(place.folder);
    const scans = Array.from({ length: 20 }, (_, at) => host.log.append(scanOf(`N-${at}`), GUARD));
    const stored = await Promise.all(scans);
    expect(stored.map(({ header }) => header.seq)).toEqual(scans.map((_, at) => at + 2));
    expect(stored.map(({ body }) => body.payload)).toEqual(scans.map((_, at) => `N-${at}`));
    expect(host.log.lastSeq).toBe(21);
    await host.close();
  });

  it("commits all that arrives in one turn of the event loop as one transaction", async () => {
    const host = await startHost(place.folder);
    const wal = join(place.folder, "store.db-wal");
    const before = commitsIn(wal);
    await Promise.all(
      Array.from({ length: 100 }, (_, at) => host.log.append(scanOf(`${at}`), GUARD)),
    );
    expect(commitsIn(wal) - before).toBe(1);
    await host.close();
  });

  it("tells of events after their commit and before the caller goes on", async () => {
    const host = await startHost(place.folder);
    const told: string[] = [];
    host.log.appended.subscribe((events) =>
      told.push(...events.map(({ header }) => header.eventId)),
    );
    const event = await host.log.append(scanOf("A-1"), GUARD);
    expect(told).toEqual([event.header.eventId]);
    await host.close();
  });

  it("answers a malformed body with event.invalid and records its neighbours without a gap", async () => {
    const host = await startHost(place.folder);
    const poison = { type: "scan.recorded", body: { deviceId: "" } } as unknown as EventDraft;
    const outcomes = await Promise.allSettled([
      host.log.append(scanOf("A-1"), GUARD),
      host.log.append(poison, GUARD),
      host.log.append(scanOf("A-2"), GUARD),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(codeOf(outcomes[1])).toBe("event.invalid");
    expect(host.log.lastSeq).toBe(3);
    expect((await verifyChain(host.store, nodeDigests)).verified).toBe(3);
    await host.close();
  });

  it("answers a malformed context with event.invalid and records its neighbours without a gap", async () => {
    const host = await startHost(place.folder);
    const outcomes = await Promise.allSettled([
      host.log.append(scanOf("A-1"), GUARD),
      host.log.append(scanOf("A-2"), { ...GUARD, shiftId: "x".repeat(65) }),
      host.log.append(scanOf("A-3"), GUARD),
    ]);
    expect(outcomes.map(codeOf)).toEqual([undefined, "event.invalid", undefined]);
    expect((await verifyChain(host.store, nodeDigests)).verified).toBe(3);
    await host.close();
  });

  it("takes a turn back when the store refuses one row, and records the rest under new numbers", async () => {
    const clock = createTestClock();
    let stuck: Uint8Array | null = null;
    // A generator that repeats itself makes an id that is already in the log.
    const random = (count: number) => stuck?.subarray(0, count) ?? nodeRandomBytes(count);
    const host = await startHost(place.folder, clock, random);
    stuck = new Uint8Array(32).fill(7);
    clock.setMs(NOON_MS);
    const original = await host.log.append(scanOf("original"), GUARD);
    const good = host.log.append(scanOf("good-1"), GUARD);
    clock.setMs(NOON_MS);
    const twin = host.log.append(scanOf("twin"), GUARD);
    clock.setMs(NOON_MS + HOUR_MS);
    const outcomes = await Promise.allSettled([
      good,
      twin,
      host.log.append(scanOf("good-2"), GUARD),
    ]);
    expect(outcomes.map(codeOf)).toEqual([undefined, "event.invalid", undefined]);
    expect(host.log.lastSeq).toBe(original.header.seq + 2);
    expect((await verifyChain(host.store, nodeDigests)).firstBreak).toBeNull();
    expect(host.log.health.state).toBe("ok");
    await host.close();
  });

  it("gives each event a salt of its own, so that equal bodies have different digests", async () => {
    const host = await startHost(place.folder);
    const same = [scanOf("SAME-1"), scanOf("SAME-1")];
    const [one, other] = await Promise.all(same.map((draft) => host.log.append(draft, GUARD)));
    expect(one?.salt).not.toBe(other?.salt);
    expect(one?.header.bodyDigest).not.toBe(other?.header.bodyDigest);
    await host.close();
  });

  it("answers each of two events that came out with one id, and records one", async () => {
    const clock = { nowMs: () => NOON_MS, monotonicMs: () => 0 };
    let isStuck = false;
    const random = (count: number) => (isStuck ? new Uint8Array(count) : nodeRandomBytes(count));
    const host = await startHost(place.folder, clock, random);
    isStuck = true;
    const drafts = [scanOf("A-1"), scanOf("A-2")];
    const outcomes = await Promise.allSettled(drafts.map((draft) => host.log.append(draft, GUARD)));
    isStuck = false;
    expect(outcomes.map(codeOf)).toEqual([undefined, "event.invalid"]);
    expect(host.log.lastSeq).toBe(2);
    await host.close();
  });

  it("refuses what comes beyond ten thousand waiting events, and records all that came before", async () => {
    const host = await startHost(place.folder);
    const drafts = Array.from({ length: 10_001 }, () => scanOf("queue"));
    const outcomes = await Promise.allSettled(drafts.map((draft) => host.log.append(draft, GUARD)));
    expect(outcomes.filter(({ status }) => status === "fulfilled").length).toBe(10_000);
    expect(codeOf(outcomes.at(-1))).toBe("store.failed");
    await host.close();
  });

  it("is refused after close, and close waits for what was handed over before", async () => {
    const host = await startHost(place.folder);
    const before = host.log.append(scanOf("A-1"), GUARD);
    const closing = host.log.close();
    const [after] = await Promise.allSettled([host.log.append(scanOf("A-2"), GUARD)]);
    await closing;
    expect(host.log.lastSeq).toBe(2);
    expect((await before).header.seq).toBe(2);
    expect(codeOf(after)).toBe("store.failed");
    await host.close();
  });

  it("leaves no scanned text in the clear in any file of the store", async () => {
    const canary = "CANARY-110101199003078515";
    const host = await startHost(place.folder);
    await host.log.append(scanOf(canary), GUARD);
    const files = readdirSync(place.folder);
    const holding = files.filter((name) => readFileSync(join(place.folder, name)).includes(canary));
    expect(files).toContain("store.db-wal");
    expect(holding).toEqual([]);
    await host.close();
    expect(readFileSync(join(place.folder, "store.db")).includes(canary)).toBe(false);
  });
});
