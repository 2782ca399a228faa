import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { GH1 } from "@gatehouse/protocols/crypto-suite";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import type { Logger } from "pino";
import { createRxDatabase } from "rxdb";
import type { Clock } from "../clock.ts";
import { type Closable, closeInTurn } from "../close-in-turn.ts";
import { nodeDigests, type RandomBytes } from "../digests.ts";
import type { LookupHash } from "./lookup-hash.ts";
import { openSealedFile } from "./sealed-file.ts";
import type { SqliteFile } from "./sqlite-file.ts";
import { createSqliteStorage } from "./sqlite-storage.ts";
import { STATION_COLLECTIONS, type StationCollections } from "./store-contents.ts";
import { failedBy } from "./store-error.ts";
import { lockStore } from "./store-lock.ts";

/** A probe needs as much room as a burst of scans, so that it fails when they would. */
const PROBE_BYTES = 64 * 1024;

/** What the store is opened with. */
export interface StationStoreParts {
  /** Data folder; made when it is not there, readable by its owner only. */
  readonly folder: string;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly logger: Logger;
}

/** A station's durable memory. */
export interface StationStore extends StationCollections {
  readonly folder: string;
  /** Hash by which an event is found again; see `EventRow.lookup`. */
  readonly lookupHash: LookupHash;
  /**
   * Writes and syncs a little, to learn whether the disk takes data again.
   * @throws GatehouseError `store.full` or `store.failed`
   */
  probe(): void;
  close(): Promise<void>;
}

/**
 * Opens a station's store, for this process alone.
 * @throws GatehouseError `store.in-use`, `store.wrong-key`, `store.other-version`, `store.full` or
 *   `store.failed`
 */
export async function openStationStore(parts: StationStoreParts): Promise<StationStore> {
  const folder = resolve(parts.folder);
  const held: Closable[] = [];
  try {
    return await openInto(held, folder, parts);
  } catch (error) {
    await closeInTurn(held);
    if (error instanceof GatehouseError) throw error;
    throw failedBy(error, "store.failed", folder);
  }
}

async function openInto(
  held: Closable[],
  folder: string,
  { clock, random, logger }: StationStoreParts,
): Promise<StationStore> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  held.push(lockStore(join(folder, "store.lock")));
  const { file, sealer, lookupHash } = openSealedFile(folder, random);
  held.push(file);
  const database = await createRxDatabase({
    // RxDB tells the databases of one process apart by name.
    name: `station-${nodeDigests.hash(GH1.digest, folder)}`,
    storage: createSqliteStorage({ file, sealer, nowMs: clock.nowMs }),
    multiInstance: false,
  });
  held.push(database);
  const collections: StationCollections = await database.addCollections(STATION_COLLECTIONS);
  const { events, epochs, positions, bundles } = collections;
  logger.info({ folder }, "store open");
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= closeInTurn(held);
    return closing;
  };
  const memory = { events, epochs, positions, bundles };
  return { folder, ...memory, lookupHash, probe: () => probe(file), close };
}

function probe(file: SqliteFile): void {
  const sql = "INSERT OR REPLACE INTO gatehouse_store VALUES ('probe', zeroblob(?))";
  file.transaction(() => file.statement(sql).run(PROBE_BYTES));
}
