import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  createTestClock,
  GUARD,
  makeFolder,
  NOON_MS,
  scanOf,
  startHost,
  type TestClock,
  type TestHost,
} from "./log-fixture.ts";
import { createProjections } from "./projections.ts";

const DAY_MS = 86_400_000;
let place: ReturnType<typeof makeFolder>;
let clock: TestClock;
let host: TestHost;

beforeEach(async () => {
  place = makeFolder();
  clock = createTestClock();
  host = await startHost(place.folder, clock);
});
afterEach(async () => {
  await host.close();
  place.remove();
});

async function scan(payload: string): Promise<string> {
  return (await host.log.append(scanOf(payload), GUARD)).header.eventId;
}

function voidScan(voidedEventId: string) {
  const body = { voidedEventId, reason: "operator-undo" } as const;
  return host.log.append({ type: "scan.voided", body }, GUARD);
}

describe("projections", () => {
  it("list the newest scans first, numbered within the day and masked", async () => {
    await scan("VISITOR-0001");
    const second = await scan("VISITOR-0002");
    const [newest] = await createProjections(host.store).recentScans({
      limit: 1,
      dayStartMs: NOON_MS,
    });
    expect(newest).toEqual({
      eventId: second,
      number: 2,
      atMs: expect.any(Number),
      maskedTail: "0002",
      symbology: "QR Code",
      source: "device",
      voided: false,
    });
  });

  it("tell voided scans apart", async () => {
    const first = await scan("VISITOR-0001");
    await scan("VISITOR-0002");
    await voidScan(first);
    const projections = createProjections(host.store);
    const recent = await projections.recentScans({ limit: 10, dayStartMs: NOON_MS });
    expect(recent.map(({ voided }) => voided)).toEqual([false, true]);
    expect(await projections.countScansSince(NOON_MS)).toEqual({ recorded: 2, voided: 1 });
  });

  it("leave out the days before", async () => {
    await scan("VISITOR-0001");
    clock.setMs(NOON_MS + DAY_MS);
    await scan("VISITOR-0002");
    const projections = createProjections(host.store);
    const recent = await projections.recentScans({ limit: 10, dayStartMs: NOON_MS + DAY_MS });
    expect(recent.map(({ number, maskedTail }) => [number, maskedTail])).toEqual([[1, "0002"]]);
    expect(await projections.countScansSince(NOON_MS)).toEqual({ recorded: 2, voided: 0 });
  });

  it("follow the log's order when the clock stepped back", async () => {
    await scan("VISITOR-0001");
    clock.setMs(NOON_MS - 1_000);
    const last = await scan("VISITOR-0002");
    const recent = await createProjections(host.store).recentScans({
      limit: 1,
      dayStartMs: NOON_MS - DAY_MS,
    });
    expect(recent[0]?.eventId).toBe(last);
  });
});
