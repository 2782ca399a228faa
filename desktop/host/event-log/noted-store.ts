import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createRxDatabase } from "rxdb";
import { nodeRandomBytes } from "../digests.ts";
import { createLookupHash } from "../store/lookup-hash.ts";
import { createSealer } from "../store/sealing.ts";
import { openSqliteFile, type SqliteFile } from "../store/sqlite-file.ts";
import { createSqliteStorage } from "../store/sqlite-storage.ts";
import type { StationStore } from "../store/station-store.ts";
import { STATION_COLLECTIONS } from "../store/store-contents.ts";
import { NOON_MS } from "./log-fixture.ts";

/** A question to the log and how SQLite answers it. */
export interface AskedPlan {
  readonly sql: string;
  readonly plan: string;
}

/** A store whose every question is noted. */
export interface NotedStore {
  readonly store: StationStore;
  /** Closes the store. @returns the questions that it put to the log, each once, with their plans */
  closeAndPlan(): Promise<readonly AskedPlan[]>;
}

/** Opens a store in an empty folder. */
export async function openNotedStore(folder: string): Promise<NotedStore> {
  const noted = new Set<string>();
  const path = join(folder, "store.db");
  const file = openSqliteFile(path);
  const noting: SqliteFile = {
    ...file,
    statement(sql) {
      noted.add(sql);
      return file.statement(sql);
    },
  };
  const sealer = createSealer(nodeRandomBytes(32), nodeRandomBytes);
  const storage = createSqliteStorage({ file: noting, sealer, nowMs: () => NOON_MS });
  const database = await createRxDatabase({ name: folder, storage, multiInstance: false });
  const collections = await database.addCollections(STATION_COLLECTIONS);
  const close = async () => {
    await database.close();
    file.close();
  };
  const lookupHash = createLookupHash(nodeRandomBytes(32));
  const store = { ...collections, folder, lookupHash, probe: () => undefined, close };
  return {
    store,
    async closeAndPlan() {
      await close();
      return plansOf(path, noted);
    },
  };
}

function plansOf(path: string, noted: ReadonlySet<string>): AskedPlan[] {
  const db = new DatabaseSync(path);
  const asked = [...noted].filter((sql) => /^SELECT.*"events\.v0"/.test(sql));
  const plans = asked.map((sql) => {
    const steps = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all();
    return { sql, plan: steps.map(({ detail }) => String(detail)).join("; ") };
  });
  db.close();
  return plans;
}
