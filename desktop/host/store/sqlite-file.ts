import { DatabaseSync, type StatementSync } from "node:sqlite";
import { storeErrorFrom } from "./store-error.ts";

/** SQL texts kept prepared; RxDB asks in few shapes, so the bound only guards against surprises. */
const MAX_STATEMENTS = 200;
/** A WAL that grew in a burst is cut back to this size, bytes. */
const WAL_KEPT_BYTES = 16 * 1024 * 1024;

/** One SQLite file with its one connection. */
export interface SqliteFile {
  readonly path: string;
  /** A prepared statement, made once for each text. */
  statement(sql: string): StatementSync;
  /** Runs schema statements. */
  exec(sql: string): void;
  /**
   * Runs `work` as one transaction: when this returns, all of it is on the disk; when it throws,
   * none of it ever was.
   * @throws GatehouseError `store.full` or `store.failed`; what `work` throws itself passes through
   */
  transaction<Value>(work: () => Value): Value;
  /** Runs a read, with SQLite's errors translated. */
  read<Value>(work: () => Value): Value;
  close(): void;
}

/**
 * Opens or creates a file with WAL and `synchronous=FULL`: COMMIT returns after the data is on
 * the disk (https://sqlite.org/pragma.html#pragma_synchronous).
 * @throws GatehouseError `store.failed` when it is no SQLite file or cannot be opened
 */
export function openSqliteFile(path: string): SqliteFile {
  const db = opened(path);
  const statements = new Map<string, StatementSync>();

  function statement(sql: string): StatementSync {
    const known = statements.get(sql);
    if (known) return known;
    if (statements.size >= MAX_STATEMENTS) statements.clear();
    const prepared = db.prepare(sql);
    statements.set(sql, prepared);
    return prepared;
  }

  return {
    path,
    statement,
    exec: (sql) => translated(() => db.exec(sql)),
    read: translated,
    transaction: (work) =>
      translated(() => {
        statement("BEGIN IMMEDIATE").run();
        try {
          const value = work();
          statement("COMMIT").run();
          return value;
        } catch (error) {
          // A full disk makes SQLite roll back by itself; a second ROLLBACK would be an error.
          if (db.isTransaction) statement("ROLLBACK").run();
          throw error;
        }
      }),
    close() {
      statements.clear();
      if (db.isOpen) db.close();
    },
  };
}

function opened(path: string): DatabaseSync {
  return translated(() => {
    const db = new DatabaseSync(path);
    try {
      db.exec("PRAGMA journal_mode = WAL");
      db.exec("PRAGMA synchronous = FULL");
      db.exec("PRAGMA temp_store = MEMORY");
      db.exec(`PRAGMA journal_size_limit = ${WAL_KEPT_BYTES}`);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

function translated<Value>(work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    throw storeErrorFrom(error);
  }
}
