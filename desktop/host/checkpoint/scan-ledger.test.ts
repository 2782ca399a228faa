import type { StoredEvent } from "@gatehouse/protocols/event/envelope";
import type { ScanView } from "@gatehouse/protocols/rpc/checkpoint-view";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  createTestClock,
  GUARD,
  makeFolder,
  scanOf,
  startHost,
  type TestClock,
  type TestHost,
} from "../event-log/log-fixture.ts";
import { dayStartOf } from "../post/local-day.ts";
import { RECENT_SCANS, ScanLedger, type ScansOfDay } from "./scan-ledger.ts";

/** Local noon, so that the day's borders are far whatever the time zone. */
const NOON_MS = new Date(2026, 2, 14, 12).getTime();
const NEXT_DAY_MS = new Date(2026, 2, 15, 0, 0, 1).getTime();

let place: ReturnType<typeof makeFolder>;
let clock: TestClock;
let host: TestHost;

beforeEach(async () => {
  place = makeFolder();
  clock = createTestClock();
  clock.setMs(NOON_MS);
  host = await startHost(place.folder, clock);
});
afterEach(async () => {
  await host.close();
  place.remove();
});

function ledgerOf(day: Partial<ScansOfDay> = {}): ScanLedger {
  const empty = { dayStartMs: dayStartOf(NOON_MS), recorded: 0, voided: 0, recent: [] };
  return new ScanLedger({ ...empty, ...day });
}

function committed(payload: string): Promise<StoredEvent> {
  return host.log.append(scanOf(payload), GUARD);
}

async function record(ledger: ScanLedger, payload: string): Promise<ScanView> {
  return ledger.recorded(await committed(payload));
}

describe("scan ledger", () => {
  it("goes on from the day that the log held at start", async () => {
    const ledger = ledgerOf({ recorded: 41, voided: 2 });
    const scan = await record(ledger, "CODE-1234");
    expect(scan).toMatchObject({ number: 42, maskedTail: "1234", symbology: "QR Code" });
    expect(ledger.facts(NOON_MS).today).toEqual({ scans: 40, asOfMs: NOON_MS });
  });

  it("shows no scan of an earlier start as the newest", async () => {
    const earlier = await record(ledgerOf(), "EARLIER-1");
    const { latest, recent } = ledgerOf({ recorded: 1, recent: [earlier] }).facts(NOON_MS);
    expect({ latest, recent }).toEqual({ latest: null, recent: [earlier] });
  });

  it("keeps the newest ten, newest first", async () => {
    const ledger = ledgerOf();
    for (let at = 0; at < RECENT_SCANS + 2; at += 1) await record(ledger, `CODE-${at}`);
    const numbers = ledger.facts(NOON_MS).recent.map(({ number }) => number);
    expect(numbers).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
  });

  it("strikes a voided scan everywhere and goes on numbering after it", async () => {
    const ledger = ledgerOf();
    const { eventId } = await record(ledger, "WRONG-1");
    ledger.voided(eventId);
    const facts = ledger.facts(NOON_MS);
    expect(facts.latest).toMatchObject({ eventId, voided: true });
    expect(facts.recent).toMatchObject([{ eventId, voided: true }]);
    expect(facts.today.scans).toBe(0);
    expect((await record(ledger, "RIGHT-1")).number).toBe(2);
    expect(ledger.facts(NOON_MS).today.scans).toBe(1);
  });

  it("starts a day at 1 with local midnight, by a scan or by a look at the clock", async () => {
    const ledger = ledgerOf({ recorded: 7, voided: 1 });
    expect(ledger.facts(NEXT_DAY_MS).today.scans).toBe(0);
    clock.setMs(NEXT_DAY_MS);
    expect((await record(ledger, "MORNING-1")).number).toBe(1);
    const later = ledgerOf({ recorded: 7 });
    expect((await record(later, "MORNING-2")).number).toBe(1);
  });

  it("does not begin yesterday anew when the clock steps back over midnight", async () => {
    const ledger = ledgerOf({ dayStartMs: dayStartOf(NEXT_DAY_MS), recorded: 7 });
    clock.setMs(NOON_MS);
    expect((await record(ledger, "STEPPED-1")).number).toBe(8);
    expect(ledger.facts(NOON_MS).today.scans).toBe(8);
  });
});
