import {
  ensureRxStorageInstanceParamsAreCorrect,
  RXDB_VERSION,
  type RxStorage,
  type RxStorageInstanceCreationParams,
} from "rxdb";
import { type SqliteInstanceOptions, SqliteStorageInstance } from "./sqlite-storage-instance.ts";
import type { SqliteStorageParts } from "./sqlite-table.ts";

/** RxDB's storage over one SQLite file; closing the file stays with whoever opened it. */
export type SqliteStorage = RxStorage<SqliteStorageParts, SqliteInstanceOptions>;

/**
 * An RxStorage over `node:sqlite` for a single process and a single database. Documents are
 * sealed; indexed fields lie beside them as typed columns in clear, so no indexed field may hold
 * personal data. Indexed fields are required, and text in them stays within the BMP.
 */
export function createSqliteStorage(parts: SqliteStorageParts): SqliteStorage {
  return {
    name: "gatehouse-sqlite",
    rxdbVersion: RXDB_VERSION,
    async createStorageInstance<Document>(
      params: RxStorageInstanceCreationParams<Document, SqliteInstanceOptions>,
    ) {
      ensureRxStorageInstanceParamsAreCorrect(params);
      if (params.multiInstance) throw new TypeError("the SQLite storage serves one process");
      if (params.schema.attachments) throw new TypeError("the SQLite storage takes no attachments");
      return new SqliteStorageInstance<Document>(parts, params);
    },
  };
}
