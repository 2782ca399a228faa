import { getPrimaryFieldOfPrimaryKey, getSchemaByObjectPath, type RxJsonSchema } from "rxdb";
import { RefusedRowError } from "./store-error.ts";

/** A value in an index column; SQLite compares these exactly as JavaScript compares the fields. */
export type ColumnValue = string | number;

const FIELD_KINDS = ["string", "number", "integer", "boolean"] as const;
/** Kinds of fields that RxDB indexes. */
export type FieldKind = (typeof FIELD_KINDS)[number];

/** A clear, typed copy of one field of the sealed document. */
export interface Column {
  /** Path of the field, such as `_meta.lwt`. */
  readonly field: string;
  readonly kind: FieldKind;
  /** The name as SQL writes it. */
  readonly sqlName: string;
}

/** How one collection lies in the file. */
export interface TableShape {
  readonly sqlName: string;
  readonly primary: string;
  readonly columns: ReadonlyMap<string, Column>;
  /** Fields of each index that is kept, in order. */
  readonly indexes: readonly (readonly string[])[];
  /** Condition of an old tombstone; its parameter is a time, Unix ms. */
  readonly oldTombstone: string;
}

/** RxDB's own index for its clock-based change feed; ours goes by `row_seq`, so it would be dead weight. */
const LWT = "_meta.lwt";
const DELETED = "_deleted";
/** UTF-16 halves: SQLite orders by UTF-8 bytes, which differs from JavaScript only outside the BMP. */
const SURROGATE = /[\uD800-\uDFFF]/;

/** Works out the table of a collection from its schema. */
export function tableShapeOf(
  collection: string,
  schema: Readonly<RxJsonSchema<unknown>>,
): TableShape {
  const primary = getPrimaryFieldOfPrimaryKey<unknown>(schema.primaryKey);
  const indexes = (schema.indexes ?? [])
    .map((index) => (typeof index === "string" ? [index] : [...index]))
    .filter((index) => index[0] !== LWT);
  const fields = new Set([primary, DELETED, LWT, ...indexes.flat()]);
  const columns = [...fields].map((field) => columnOf(schema, field));
  return {
    sqlName: quoted(`${collection}.v${schema.version}`),
    primary,
    columns: new Map(columns.map((column) => [column.field, column])),
    indexes,
    oldTombstone: `${fieldSqlName(DELETED)} = 1 AND ${fieldSqlName(LWT)} <= ?`,
  };
}

/** The statements that make a table and its indexes where they are not there yet. */
export function createTableSql(shape: TableShape): string {
  const columns = [...shape.columns.values()].map(columnSql);
  const table = shape.sqlName.slice(1, -1);
  const indexes = shape.indexes.map((index) => {
    const names = index.map(fieldSqlName).join(", ");
    const name = quoted(`${table}/${index.join(",")}`);
    return `CREATE INDEX IF NOT EXISTS ${name} ON ${shape.sqlName} (${names});`;
  });
  const [lwt, deleted] = [fieldSqlName(LWT), fieldSqlName(DELETED)];
  return [
    // AUTOINCREMENT keeps the high-water mark: a purged tombstone's row_seq never comes back.
    `CREATE TABLE IF NOT EXISTS ${shape.sqlName} (`,
    `row_seq INTEGER PRIMARY KEY AUTOINCREMENT, ${columns.join(", ")}, sealed BLOB NOT NULL,`,
    `UNIQUE (${fieldSqlName(shape.primary)})) STRICT;`,
    ...indexes,
    `CREATE INDEX IF NOT EXISTS ${quoted(`${table}/tombstones`)}`,
    `ON ${shape.sqlName} (${lwt}) WHERE ${deleted} = 1;`,
  ].join(" ");
}

/**
 * Reads a document's index columns.
 * @throws RefusedRowError on a missing field, one of another type, or text outside the BMP
 */
export function columnValuesOf(shape: TableShape, document: object): ColumnValue[] {
  return Array.from(shape.columns.values(), (column) => {
    const value = columnValue(column.kind, fieldOf(document, column.field));
    if (value !== undefined) return value;
    const id = String(fieldOf(document, shape.primary));
    throw new RefusedRowError(id, `field ${column.field} cannot be indexed`);
  });
}

/** A field's value as its column holds it; undefined when the column cannot hold it. */
export function columnValue(kind: FieldKind, value: unknown): ColumnValue | undefined {
  switch (kind) {
    case "string":
      return typeof value === "string" && !SURROGATE.test(value) ? value : undefined;
    case "boolean":
      return typeof value === "boolean" ? Number(value) : undefined;
    case "integer":
      return Number.isSafeInteger(value) ? Number(value) : undefined;
    case "number":
      return Number.isFinite(value) ? Number(value) : undefined;
  }
}

function columnOf(schema: Readonly<RxJsonSchema<unknown>>, field: string): Column {
  const part = getSchemaByObjectPath(schema as RxJsonSchema<object>, field);
  const kind = FIELD_KINDS.find((known) => known === part?.type);
  if (!kind) throw new TypeError(`field ${field} of type ${String(part?.type)} cannot be indexed`);
  return { field, kind, sqlName: fieldSqlName(field) };
}

function columnSql({ kind, sqlName }: Column): string {
  const type = { string: "TEXT", number: "REAL", integer: "INTEGER", boolean: "INTEGER" }[kind];
  return `${sqlName} ${type} NOT NULL`;
}

function fieldOf(document: object, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), document);
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null;
}

/** The prefix keeps fields apart from `row_seq` and `sealed`. */
function fieldSqlName(field: string): string {
  return quoted(`f_${field}`);
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
