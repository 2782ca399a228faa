import { expect, it } from "vitest";
import { makeFolder, NOON_MS } from "../event-log/log-fixture.ts";
import { openNotedStore } from "../event-log/noted-store.ts";
import { readPatrolRecords } from "./patrol-records.ts";

it("reads a round from the log by an index, in the index's own order", async () => {
  const { folder, remove } = makeFolder();
  const { store, closeAndPlan } = await openNotedStore(folder);
  await readPatrolRecords(store, { startMs: NOON_MS, endMs: NOON_MS + 1 });
  const plans = await closeAndPlan();
  expect(plans.length).toBeGreaterThan(0);
  for (const { sql, plan } of plans) {
    expect(plan, sql).toContain("f_type=? AND f_wallTimeMs>? AND f_wallTimeMs<?");
    expect(plan, sql).not.toMatch(/TEMP B-TREE/);
  }
  remove();
});
