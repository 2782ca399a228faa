import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { EventBody } from "@gatehouse/protocols/event/event-types";
import { pino } from "pino";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createTestClock, makeFolder, startHost, type TestHost } from "../event-log/log-fixture.ts";
import { OLDEST_FIRST } from "../event-log/stored-rows.ts";
import { readRows } from "../store/store-reading.ts";
import { CrossingRecord } from "./crossing-record.ts";

type CrossingBody = EventBody<"threshold.crossed">;

const WAIT = { timeout: 20_000, interval: 10 };
let place: ReturnType<typeof makeFolder>;
let host: TestHost;
let lines: string[];
let record: CrossingRecord;

beforeEach(async () => {
  place = makeFolder();
  host = await startHost(place.folder, createTestClock());
  lines = [];
  const write = (line: string) => lines.push(JSON.parse(line).msg);
  record = new CrossingRecord({
    log: host.log,
    context: () => ({ source: "device", actors: [], shiftId: null }),
    logger: pino({ level: "info" }, { write }),
  });
});
afterEach(async () => {
  await host.close();
  place.remove();
});

function crossing(state: CrossingBody["state"], value: number, deviceId = "probe-1"): CrossingBody {
  return { deviceId, metric: "temperatureC", state, limit: 27, value };
}

async function recorded(): Promise<unknown[]> {
  const rows = await readRows(host.store.events, {
    selector: { type: "threshold.crossed" },
    sort: OLDEST_FIRST,
  });
  return rows.map(({ body }) => body);
}

/** Another connection that holds the write lock: each write fails until it lets go. */
function breakDisk(): { mend(): void } {
  const db = new DatabaseSync(join(place.folder, "store.db"));
  db.exec("BEGIN IMMEDIATE");
  return { mend: () => db.close() };
}

it("records crossings in their order", async () => {
  record.record(crossing("above", 28));
  record.record(crossing("above", 29, "probe-2"));
  await expect
    .poll(recorded, WAIT)
    .toEqual([crossing("above", 28), crossing("above", 29, "probe-2")]);
  expect(lines).toEqual([]);
});

it("records where each quantity is when the store takes data again, with one line an outage", async () => {
  const disk = breakDisk();
  record.record(crossing("above", 28));
  record.record(crossing("above", 28, "probe-2"));
  await expect.poll(() => lines, WAIT).toEqual(["crossed limits are not recorded"]);
  record.record(crossing("within", 26));
  record.retry();
  await expect.poll(() => host.log.health.state, WAIT).toBe("failing");
  disk.mend();
  const now = [crossing("above", 28, "probe-2"), crossing("within", 26)];
  await expect
    .poll(async () => {
      record.retry();
      return await recorded();
    }, WAIT)
    .toEqual(now);
  record.retry();
  expect(lines).toEqual(["crossed limits are not recorded", "crossed limits are recorded again"]);
});

it("gives up a crossing that no store would take", async () => {
  record.record({ ...crossing("above", 28), deviceId: "" });
  await expect.poll(() => lines, WAIT).toEqual(["crossed limits are not recorded"]);
  record.record(crossing("above", 30));
  await expect.poll(recorded, WAIT).toEqual([crossing("above", 30)]);
});
