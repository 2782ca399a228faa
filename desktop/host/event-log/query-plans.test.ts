import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pino } from "pino";
import { createRxDatabase } from "rxdb";
import { afterEach, beforeEach, expect, it } from "vitest";
import { nodeDigests, nodeRandomBytes } from "../digests.ts";
import { createLookupHash } from "../store/lookup-hash.ts";
import { createSealer } from "../store/sealing.ts";
import { openSqliteFile, type SqliteFile } from "../store/sqlite-file.ts";
import { createSqliteStorage } from "../store/sqlite-storage.ts";
import type { StationStore } from "../store/station-store.ts";
import { STATION_COLLECTIONS } from "../store/store-contents.ts";
import { openEventLog } from "./event-log.ts";
import { findByLookup } from "./event-lookup.ts";
import { createTestClock, GUARD, makeFolder, NOON_MS, scanOf, testStation } from "./log-fixture.ts";
import { openOutbox } from "./outbox.ts";
import { createProjections } from "./projections.ts";
import { verifyChain } from "./verify-chain.ts";

let place: ReturnType<typeof makeFolder>;

beforeEach(() => {
  place = makeFolder();
});
afterEach(() => place.remove());

/** A store whose every SQL text is noted. */
async function openNoted(noted: Set<string>): Promise<StationStore> {
  const file = openSqliteFile(join(place.folder, "store.db"));
  const noting: SqliteFile = {
    ...file,
    statement(sql) {
      noted.add(sql);
      return file.statement(sql);
    },
  };
  const sealer = createSealer(nodeRandomBytes(32), nodeRandomBytes);
  const storage = createSqliteStorage({ file: noting, sealer, nowMs: () => NOON_MS });
  const database = await createRxDatabase({ name: place.folder, storage, multiInstance: false });
  const collections = await database.addCollections(STATION_COLLECTIONS);
  const close = async () => {
    await database.close();
    file.close();
  };
  const lookupHash = createLookupHash(nodeRandomBytes(32));
  return { ...collections, folder: place.folder, lookupHash, probe: () => undefined, close };
}

/** A host's whole start, one scan, and every look-up that a screen or the link makes. */
async function liveADay(store: StationStore): Promise<void> {
  const log = await openEventLog({
    store,
    station: testStation(),
    mode: "live",
    clock: createTestClock(),
    random: nodeRandomBytes,
    digests: nodeDigests,
    logger: pino({ level: "silent" }),
    clockOffset: () => null,
    softwareVersion: "0.1.0",
    role: "checkpoint",
  });
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
  const noted = new Set<string>();
  const store = await openNoted(noted);
  await liveADay(store);
  await store.close();
  const db = new DatabaseSync(join(place.folder, "store.db"));
  const asked = [...noted].filter((sql) => /^SELECT.*"events\.v0"/.test(sql));
  const plans = asked.map((sql) => {
    const steps = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all();
    return { sql, plan: steps.map(({ detail }) => String(detail)).join("; ") };
  });
  db.close();
  expect(plans.length).toBeGreaterThan(5);
  expect(plans.filter(({ plan }) => /SCAN events|TEMP B-TREE/.test(plan))).toEqual([]);
  for (const { sql, plan } of plans) expect(plan, sql).toMatch(/SEARCH events\.v0 USING/);
  // A text is found by its own index: the one of a type would open every event of that type.
  const lookups = plans.filter(({ sql }) => sql.includes('"f_lookup" ='));
  expect(lookups).toHaveLength(2);
  for (const { plan } of lookups) expect(plan).toContain("f_lookup=?");
});
