import type { SQLOutputValue } from "node:sqlite";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import type { RxDocumentData } from "rxdb";
import type { Sealer } from "./sealing.ts";
import { columnValuesOf, createTableSql, type TableShape } from "./sqlite-columns.ts";
import type { SqliteFile } from "./sqlite-file.ts";
import type { CompiledQuery } from "./sqlite-query.ts";

/** What a table stands on. */
export interface SqliteStorageParts {
  readonly file: SqliteFile;
  readonly sealer: Sealer;
  /** Wall clock for the age of tombstones, Unix ms. */
  readonly nowMs: () => number;
}

/** Identity of a table; bound into every sealed document. */
export interface TableIdentity {
  readonly collection: string;
  readonly schemaVersion: number;
  readonly shape: TableShape;
}

/** Which part of the rows; `limit` -1 means all, as in SQLite. */
export interface RowWindow {
  readonly limit: number;
  readonly offset: number;
}

/** One collection's documents: sealed, with typed index columns beside them. */
export interface SealedTable<Document> {
  /** Adds a document. @returns its `row_seq` */
  insert(document: RxDocumentData<Document>): number;
  /** Puts a document in the place of the one with its id, under a new `row_seq`. */
  replace(document: RxDocumentData<Document>): number;
  byIds(ids: readonly string[]): RxDocumentData<Document>[];
  select(query: CompiledQuery, window: RowWindow): Iterable<RxDocumentData<Document>>;
  count(query: CompiledQuery): number;
  /** Documents written after `rowSeq`, oldest first, and the `row_seq` of the last of them. */
  changedSince(
    rowSeq: number,
    limit: number,
  ): { documents: RxDocumentData<Document>[]; rowSeq: number };
  /** Removes tombstones written up to `beforeMs`. @returns how many */
  purge(beforeMs: number, limit: number): number;
  drop(): void;
}

type Row = Record<string, SQLOutputValue>;

/**
 * Opens a collection's table and makes it where needed.
 * @throws GatehouseError `store.failed` or `store.full`
 */
export function openSealedTable<Document>(
  parts: SqliteStorageParts,
  identity: TableIdentity,
): SealedTable<Document> {
  const { file, sealer } = parts;
  const { shape } = identity;
  const { sqlName } = shape;
  const columns = Array.from(shape.columns.values(), (column) => column.sqlName);
  const id = shape.columns.get(shape.primary)?.sqlName;
  const into = `INTO ${sqlName} (${columns.join(", ")}, sealed)`;
  const values = `VALUES (${columns.map(() => "?").join(", ")}, ?)`;
  const reading = `SELECT row_seq, ${id} AS id, sealed FROM ${sqlName}`;
  file.transaction(() => file.exec(createTableSql(shape)));

  function placeOf(documentId: string) {
    const { collection, schemaVersion } = identity;
    return { collection, documentId, schemaVersion };
  }

  function write(verb: string, document: RxDocumentData<Document>): number {
    const cells = columnValuesOf(shape, document);
    const documentId = String(document[shape.primary as keyof Document]);
    const plain = Buffer.from(JSON.stringify(document), "utf8");
    const sealed = sealer.seal(plain, placeOf(documentId));
    const result = file.statement(`${verb} ${into} ${values}`).run(...cells, sealed);
    return Number(result.lastInsertRowid);
  }

  function opened(row: Row): RxDocumentData<Document> {
    const plain =
      row.sealed instanceof Uint8Array
        ? sealer.open(row.sealed, placeOf(String(row.id)))
        : undefined;
    if (plain?.ok) return JSON.parse(Buffer.from(plain.value).toString("utf8"));
    const where = `${identity.collection}, row ${String(row.row_seq)}`;
    throw new GatehouseError("store.failed", `${where} does not unseal: ${plain?.reason}`);
  }

  return {
    insert: (document) => write("INSERT", document),
    replace: (document) => write("REPLACE", document),
    byIds(ids) {
      const sql = `${reading} WHERE ${id} IN (SELECT value FROM json_each(?))`;
      return file.statement(sql).all(JSON.stringify(ids)).map(opened);
    },
    *select({ where, parameters, orderBy }, { limit, offset }) {
      const order = orderBy ? `ORDER BY ${orderBy}` : "";
      const sql = `${reading} WHERE ${where} ${order} LIMIT ? OFFSET ?`;
      for (const row of file.statement(sql).iterate(...parameters, limit, offset)) {
        yield opened(row);
      }
    },
    count({ where, parameters }) {
      const sql = `SELECT count(*) AS found FROM ${sqlName} WHERE ${where}`;
      return Number(file.statement(sql).get(...parameters)?.found);
    },
    changedSince(rowSeq, limit) {
      const sql = `${reading} WHERE row_seq > ? ORDER BY row_seq LIMIT ?`;
      const rows = file.statement(sql).all(rowSeq, limit);
      return { documents: rows.map(opened), rowSeq: Number(rows.at(-1)?.row_seq ?? rowSeq) };
    },
    purge(beforeMs, limit) {
      const old = `SELECT row_seq FROM ${sqlName} WHERE ${shape.oldTombstone}`;
      const sql = `DELETE FROM ${sqlName} WHERE row_seq IN (${old} LIMIT ?)`;
      return Number(file.statement(sql).run(beforeMs, limit).changes);
    },
    drop: () => file.exec(`DROP TABLE IF EXISTS ${sqlName}`),
  };
}
