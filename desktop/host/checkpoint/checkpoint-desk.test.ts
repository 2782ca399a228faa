import type { ErrorCode } from "@gatehouse/protocols/error/error-table";
import type { CodeRead } from "@gatehouse/protocols/event/scan-events";
import { fail } from "@gatehouse/protocols/result";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  createTestClock,
  makeFolder,
  NOON_MS,
  startHost,
  type TestClock,
  type TestHost,
} from "../event-log/log-fixture.ts";
import { openOutbox } from "../event-log/outbox.ts";
import { createTestDuty, onDutySince, type TestDuty } from "../post/duty-fixture.ts";
import { dayStartOf } from "../post/local-day.ts";
import { typedRead } from "../post/typed-read.ts";
import { CheckpointDesk } from "./checkpoint-desk.ts";
import { ScanLedger } from "./scan-ledger.ts";

const UNDO_WINDOW_MS = 5 * 60_000;
const READ: CodeRead = {
  deviceId: "scanner-1",
  payload: "GH1:TICKET4711",
  encoding: "utf-8",
  aimId: "]Q1",
  symbology: "QR Code",
  terminator: "suffix",
};

let place: ReturnType<typeof makeFolder>;
let clock: TestClock;
let host: TestHost;
let duty: TestDuty;
let desk: CheckpointDesk;
let ledger: ScanLedger;
let notices: ErrorCode[];
let changes: number;

beforeEach(async () => {
  place = makeFolder();
  clock = createTestClock();
  host = await startHost(place.folder, clock);
  ledger = new ScanLedger({
    dayStartMs: dayStartOf(NOON_MS),
    recorded: 0,
    voided: 0,
    recent: [],
  });
  duty = createTestDuty(onDutySince(NOON_MS, [{ operatorId: "op-7", role: "guard" }]));
  notices = [];
  changes = 0;
  desk = new CheckpointDesk({
    log: host.log,
    ledger,
    clock,
    duty,
    logger: pino({ level: "silent" }),
    onChange: () => {
      changes += 1;
    },
    onNotice: (code) => notices.push(code),
  });
});
afterEach(async () => {
  await host.close();
  place.remove();
});

/** What the log holds after `host.started`. */
async function recorded() {
  const outbox = await openOutbox(host.store, host.log);
  const events = await outbox.read({ epoch: host.log.epoch, fromSeq: 2, limit: 100 });
  return events.map(({ row: { header, body } }) => ({
    type: header.type,
    source: header.source,
    body,
  }));
}

async function scanned(payload = READ.payload) {
  await desk.record({ ...READ, payload });
  const scan = ledger.latest();
  if (!scan) throw new Error("nothing was recorded");
  return scan;
}

describe("checkpoint desk", () => {
  it("records a device's read whole and shows it masked", async () => {
    const scan = await scanned();
    expect(await recorded()).toEqual([{ type: "scan.recorded", source: "device", body: READ }]);
    expect(scan).toMatchObject({ number: 1, maskedTail: "4711", source: "device", voided: false });
    expect(changes).toBe(1);
  });

  it("records what was typed as manual, with no symbology", async () => {
    expect(await desk.record(typedRead("88776655"))).toEqual({ ok: true, value: true });
    expect(ledger.latest()).toMatchObject({ maskedTail: "6655", source: "manual" });
    expect(await recorded()).toMatchObject([
      { source: "manual", body: { deviceId: "keypad", encoding: "typed", symbology: null } },
    ]);
  });

  it("answers what the log refuses with its code, shows a notice, and counts nothing", async () => {
    const typed = await desk.record(typedRead("x".repeat(1_000_000)));
    expect(typed).toMatchObject({ ok: false, reason: "event.invalid" });
    await host.log.close();
    await desk.record(READ);
    expect(notices).toEqual(["event.invalid", "store.failed"]);
    expect(ledger.latest()).toBeNull();
    expect(changes).toBe(0);
  });
});

describe("a checkpoint's duty", () => {
  it("is named by every record, with its shift", async () => {
    const { eventId } = await scanned();
    await desk.undo(eventId);
    const outbox = await openOutbox(host.store, host.log);
    for (const { row } of await outbox.read({ epoch: host.log.epoch, fromSeq: 2, limit: 9 })) {
      expect(row.header).toMatchObject({
        actors: [{ operatorId: "op-7", role: "guard" }],
        shiftId: "shift-1",
      });
    }
  });

  it.each(["duty.nobody", "duty.locked"] as const)(
    "refuses a scan with a notice while it says %s",
    async (code) => {
      duty.set(fail(code));
      expect(await desk.record(READ)).toMatchObject({ ok: false, reason: code });
      expect(notices).toEqual([code]);
      expect(await recorded()).toEqual([]);
    },
  );

  it("refuses to undo while the screen is locked, and the scan stands", async () => {
    const { eventId } = await scanned();
    duty.set(fail("duty.locked"));
    expect(await desk.undo(eventId)).toMatchObject({ ok: false, reason: "duty.locked" });
    expect(ledger.latest()).toMatchObject({ eventId, voided: false });
  });
});

describe("undo at a checkpoint", () => {
  it("voids the newest scan by a record of its own and leaves the scan in the log", async () => {
    const { eventId } = await scanned();
    expect(await desk.undo(eventId)).toEqual({ ok: true, value: true });
    const body = { voidedEventId: eventId, reason: "operator-undo" };
    expect(await recorded()).toMatchObject([
      { type: "scan.recorded" },
      { type: "scan.voided", source: "manual", body },
    ]);
    expect(ledger.latest()).toMatchObject({ eventId, voided: true });
    expect(ledger.facts(NOON_MS).today.scans).toBe(0);
    expect(changes).toBe(2);
  });

  it("is possible up to five minutes after the scan and not a moment longer", async () => {
    const early = await scanned("EARLY-1");
    clock.setMs(early.atMs + UNDO_WINDOW_MS);
    expect((await desk.undo(early.eventId)).ok).toBe(true);
    const late = await scanned("LATE-1");
    clock.setMs(late.atMs + UNDO_WINDOW_MS + 1);
    expect(await desk.undo(late.eventId)).toMatchObject({ ok: false, reason: "scan.undo-expired" });
    expect(ledger.latest()).toMatchObject({ eventId: late.eventId, voided: false });
  });

  it("takes back the newest scan only, and only once", async () => {
    const first = await scanned("FIRST-1");
    const second = await scanned("SECOND-1");
    const notFound = { ok: false, reason: "scan.not-found" };
    expect(await desk.undo(first.eventId)).toMatchObject(notFound);
    expect((await desk.undo(second.eventId)).ok).toBe(true);
    expect(await desk.undo(second.eventId)).toMatchObject(notFound);
    expect((await recorded()).filter(({ type }) => type === "scan.voided")).toHaveLength(1);
  });

  it("voids once when the key is pressed twice", async () => {
    const { eventId } = await scanned();
    const outcomes = await Promise.all([desk.undo(eventId), desk.undo(eventId)]);
    expect(outcomes).toMatchObject([{ ok: true }, { ok: false, reason: "scan.not-found" }]);
    expect((await recorded()).filter(({ type }) => type === "scan.voided")).toHaveLength(1);
    expect(ledger.facts(NOON_MS).today.scans).toBe(0);
  });

  it("finds nothing to undo before the first scan", async () => {
    expect(await desk.undo("anything")).toMatchObject({ ok: false, reason: "scan.not-found" });
  });

  it("leaves the scan standing when the void cannot be recorded", async () => {
    const { eventId } = await scanned();
    await host.log.close();
    expect(await desk.undo(eventId)).toMatchObject({ ok: false, reason: "store.failed" });
    expect(ledger.latest()).toMatchObject({ voided: false });
  });
});
