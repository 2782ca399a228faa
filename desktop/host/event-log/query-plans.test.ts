import { afterEach, beforeEach, expect, it } from "vitest";
import { nodeDigests } from "../digests.ts";
import type { StationStore } from "../store/station-store.ts";
import { findByLookup } from "./event-lookup.ts";
import { GUARD, makeFolder, openTestLog, scanOf } from "./log-fixture.ts";
import { openNotedStore } from "./noted-store.ts";
import { openOutbox } from "./outbox.ts";
import { createProjections } from "./projections.ts";
import { verifyChain } from "./verify-chain.ts";

let place: ReturnType<typeof makeFolder>;

beforeEach(() => {
  place = makeFolder();
});
afterEach(() => place.remove());

/** A host's whole start, one scan, and every look-up that a screen or the link makes. */
async function liveADay(store: StationStore): Promise<void> {
  const log = await openTestLog(store);
  await log.append(scanOf("VISITOR-0001"), { ...GUARD, lookup: "person:VISITOR-0001" });
  await findByLookup(store, "person:VISITOR-0001", { limit: 10 });
  await findByLookup(store, "person:VISITOR-0001", { type: "scan.recorded", limit: 10 });
  const outbox = await openOutbox(store, log);
  await outbox.unsent();
  await outbox.streams();
  await outbox.read({ epoch: log.epoch, fromSeq: 1, limit: 100 });
  await createProjections(store).recentScans({ limit: 10, dayStartMs: 0 });
  await verifyChain(store, nodeDigests);
  await log.close();
}

it("asks nothing of the log that an index cannot answer in its own order", async () => {
  const { store, closeAndPlan } = await openNotedStore(place.folder);
  await liveADay(store);
  const plans = await closeAndPlan();
  expect(plans.length).toBeGreaterThan(5);
  expect(plans.filter(({ plan }) => /SCAN events|TEMP B-TREE/.test(plan))).toEqual([]);
  for (const { sql, plan } of plans) expect(plan, sql).toMatch(/SEARCH events\.v0 USING/);
  // A text is found by its own index: the one of a type would open every event of that type.
  const lookups = plans.filter(({ sql }) => sql.includes('"f_lookup" ='));
  expect(lookups).toHaveLength(2);
  for (const { plan } of lookups) expect(plan).toContain("f_lookup=?");
});
