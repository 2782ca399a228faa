import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EventBody, EventDraft } from "@gatehouse/protocols/event/event-types";
import { parseStationId } from "@gatehouse/protocols/ids";
import { pino } from "pino";
import type { Clock } from "../clock.ts";
import { nodeDigests, nodeRandomBytes, type RandomBytes } from "../digests.ts";
import { openStationStore, type StationStore } from "../store/station-store.ts";
import type { EventContext, StationPlace } from "./event-builder.ts";
import { type EventLog, openEventLog } from "./event-log.ts";

/** A day in the life of the tests, Unix ms. */
export const NOON_MS = Date.UTC(2026, 2, 14, 12);
/** A guard who scans with a device. */
export const GUARD: EventContext = {
  source: "device",
  actors: [{ operatorId: "op-7", role: "guard" }],
  shiftId: "shift-1",
};

const silent = pino({ level: "silent" });

/** A clock that a test sets. */
export interface TestClock extends Clock {
  setMs(wallTimeMs: number): void;
}

/** Starts at `NOON_MS`; the wall clock moves by 1 ms with each look. */
export function createTestClock(): TestClock {
  let wallTimeMs = NOON_MS;
  let monotonicMs = 0;
  return {
    nowMs: () => wallTimeMs++,
    monotonicMs: () => monotonicMs++,
    setMs: (nextMs) => {
      wallTimeMs = nextMs;
    },
  };
}

/** A data folder of its own, and how to be rid of it. */
export function makeFolder(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-log-"));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A scan of a text. */
export function scanOf(payload: string): Extract<EventDraft, { type: "scan.recorded" }> {
  const body: EventBody<"scan.recorded"> = {
    deviceId: "scanner-1",
    payload,
    encoding: "utf-8",
    aimId: "]Q1",
    symbology: "QR Code",
    terminator: "suffix",
  };
  return { type: "scan.recorded", body };
}

/** One host start on a folder. */
export interface TestHost {
  readonly store: StationStore;
  readonly log: EventLog;
  close(): Promise<void>;
}

/** Opens store and log as a host does. */
export async function startHost(
  folder: string,
  clock: Clock = createTestClock(),
  random: RandomBytes = nodeRandomBytes,
): Promise<TestHost> {
  const store = await openStationStore({ folder, clock, random, logger: silent });
  const log = await openTestLog(store, clock, random);
  const close = async () => {
    await log.close();
    await store.close();
  };
  return { store, log, close };
}

/** Opens a log on any store. */
export function openTestLog(
  store: StationStore,
  clock: Clock = createTestClock(),
  random: RandomBytes = nodeRandomBytes,
): Promise<EventLog> {
  return openEventLog({
    store,
    station: testStation(),
    mode: "live",
    clock,
    random,
    digests: nodeDigests,
    logger: silent,
    clockOffset: () => null,
    softwareVersion: "0.1.0",
    role: "checkpoint",
  });
}

/** Who the station is. */
export function testStation(): StationPlace {
  const stationId = parseStationId("st-gate-1");
  if (!stationId.ok) throw new TypeError(stationId.reason);
  return { stationId: stationId.value, siteId: "site-1", laneId: "lane-1" };
}
