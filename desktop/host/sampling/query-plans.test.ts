import { afterEach, beforeEach, expect, it } from "vitest";
import { createTestClock, makeFolder, NOON_MS, openTestLog } from "../event-log/log-fixture.ts";
import { openNotedStore } from "../event-log/noted-store.ts";
import { createTestDuty, onDutySince } from "../post/duty-fixture.ts";
import type { StationStore } from "../store/station-store.ts";
import { openTableAt, openTubeOf } from "./sampling-fixture.ts";

let place: ReturnType<typeof makeFolder>;

beforeEach(() => {
  place = makeFolder();
});
afterEach(() => place.remove());

/** Opens a table with tubes of every kind behind it, and works a little. */
async function workAt(store: StationStore): Promise<void> {
  const clock = createTestClock();
  const log = await openTestLog(store, clock);
  const duty = createTestDuty(onDutySince(NOON_MS));
  const host = { store, log, close: () => Promise.resolve() };
  const table = await openTableAt(host, { clock, duty });
  await table.scan("B2026000001");
  await table.handlers.undo(openTubeOf(table).tubeId);
  await table.scan("B2026000002");
  await table.scan("PERSON-0001");
  await openTableAt(host, { clock, duty });
  await log.close();
}

it("opens a table and takes a scan by indexes, however long the log is", async () => {
  const { store, closeAndPlan } = await openNotedStore(place.folder);
  await workAt(store);
  const plans = await closeAndPlan();
  const ofLog = plans.filter(({ sql }) => /f_type|f_lookup/.test(sql.split("WHERE")[1] ?? ""));
  expect(ofLog.length).toBeGreaterThan(4);
  for (const { sql, plan } of ofLog) {
    expect(plan, sql).toMatch(
      /^SEARCH events\.v0 USING INDEX \S+ \(f__deleted=\? AND f_(type|lookup)=\?/,
    );
    expect(plan, sql).not.toContain("TEMP B-TREE");
    if (sql.includes('"f_epochOrder" > ?')) expect(plan, sql).toContain("f_epochOrder>?");
    if (sql.includes('"f_seq" > ?')) expect(plan, sql).toContain("f_epochOrder=? AND f_seq>?");
  }
});
