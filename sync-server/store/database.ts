import { Kysely, PostgresDialect } from "kysely";
import { Pool, types } from "pg";
import type { Logger } from "pino";
import type { Connection } from "../process-contract.ts";
import type { CentreTables } from "./tables.ts";

/** Object ids of types in PostgreSQL's catalogue (pg_type.dat). */
const INT8 = 20;
const DATE = 1082;

/** How to reach the database and how much of it to use. */
export interface DatabaseOptions {
  readonly connection: Connection;
  /** Shown in `pg_stat_activity`. */
  readonly name: string;
  /** Connections at most; the embedded server has 40 for all processes. */
  readonly maxConnections?: number;
  readonly logger: Logger;
}

/** An open pool, and the typed query builder on the same pool. */
export interface Database {
  readonly pool: Pool;
  readonly kysely: Kysely<CentreTables>;
  close(): Promise<void>;
}

/**
 * Opens a pool; nothing is connected yet. `bigint` columns are read as numbers (a RangeError beyond
 * 2^53), `date` columns as `YYYY-MM-DD`, `timestamptz` as Date.
 */
export function openDatabase(options: DatabaseOptions): Database {
  const pool = new Pool({
    ...options.connection,
    application_name: `gatehouse-${options.name}`,
    max: options.maxConnections ?? 8,
    connectionTimeoutMillis: 10_000,
    types: { getTypeParser: parserFor },
  });
  // A connection that breaks is replaced at the next query; unheard, the event would end the process.
  pool.on("error", (error) => options.logger.warn({ reason: error.message }, "connection lost"));
  // The pool listens to idle connections only; of one in use, the query that fails tells.
  pool.on("connect", (client) => {
    client.on("error", (error) => options.logger.debug({ reason: error.message }, "in use"));
  });
  const kysely = new Kysely<CentreTables>({ dialect: new PostgresDialect({ pool }) });
  let closing: Promise<void> | null = null;
  return {
    pool,
    kysely,
    close() {
      closing ??= pool.end();
      return closing;
    },
  };
}

const parserFor: typeof types.getTypeParser = (oid: number, format?: "text" | "binary") => {
  if (format !== "binary" && oid === INT8) return safeInteger;
  if (format !== "binary" && oid === DATE) return asWritten;
  return types.getTypeParser(oid, format);
};

function safeInteger(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  throw new RangeError("a bigint from the database does not fit a number");
}

function asWritten(text: string): string {
  return text;
}
