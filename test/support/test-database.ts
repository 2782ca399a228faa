import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Connection } from "@gatehouse/sync-server/process-contract";
import { type Database, openDatabase } from "@gatehouse/sync-server/store/database";
import { startEmbeddedPostgres } from "@gatehouse/sync-server/store/embedded-postgres";
import { migrate } from "@gatehouse/sync-server/store/migrate";
import { pino } from "pino";

/** A migrated database of its own; closing it closes the pool, the server drops it at its end. */
export interface TestDatabase extends Database {
  readonly connection: Connection;
}

/** One real PostgreSQL for a test file. */
export interface TestPostgres {
  /** A fresh database with the current schema, a copy of one migrated once. */
  createDatabase(): Promise<TestDatabase>;
  /** Closes every database handed out, stops the server, removes its folder. */
  close(): Promise<void>;
}

/**
 * Starts the packaged PostgreSQL in a temporary folder; call it in `beforeAll`, close it in `afterAll`.
 * Takes about two seconds.
 */
export async function startTestPostgres(): Promise<TestPostgres> {
  const logger = pino({ level: "silent" });
  const dataFolder = await mkdtemp(join(tmpdir(), "gh-pg-"));
  const server = await startEmbeddedPostgres({ dataFolder, logger });
  const open = (connection: Connection) =>
    openDatabase({ connection, name: "test", maxConnections: 4, logger });
  const template = open(server.connection);
  await migrate(template.pool);
  await template.close();
  const admin = open({ ...server.connection, database: "postgres" });
  const handedOut: Database[] = [];
  return {
    async createDatabase() {
      const database = `test_${handedOut.length + 1}`;
      const connection = { ...server.connection, database };
      const made = open(connection);
      handedOut.push(made);
      await admin.pool.query(`create database ${database} template gatehouse`);
      return { ...made, connection };
    },
    async close() {
      await Promise.all([...handedOut, admin].map((database) => database.close()));
      await server.close();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
