import type { FilledMangoQuery } from "rxdb";
import { type Column, type ColumnValue, columnValue, type TableShape } from "./sqlite-columns.ts";

/** A query as SQL. Where a flag is false the caller does that part on the opened documents. */
export interface CompiledQuery {
  /** Condition without `WHERE`, never empty. */
  readonly where: string;
  readonly parameters: readonly ColumnValue[];
  /** Terms without `ORDER BY`; empty when a sort field has no column. */
  readonly orderBy: string;
  /** True when `where` says the whole selector; else it keeps a superset. */
  readonly isExact: boolean;
  readonly isSorted: boolean;
}

const COMPARISONS: ReadonlyMap<string, string> = new Map([
  ["$eq", "="],
  ["$gt", ">"],
  ["$gte", ">="],
  ["$lt", "<"],
  ["$lte", "<="],
]);

/**
 * Turns what the columns can answer into SQL: comparisons and `$in` on indexed fields, and the
 * order. RxDB's plan is not followed: its bounds mix in sentinels below and above all values
 * (a NULL in a row value matches nothing, U+FFFF sorts below other characters in UTF-8) and it
 * never takes an index for a descending order; SQLite chooses among the same indexes by itself.
 */
export function compileQuery<Document>(
  shape: TableShape,
  query: FilledMangoQuery<Document>,
): CompiledQuery {
  const conditions: string[] = [];
  const parameters: ColumnValue[] = [];
  let isExact = true;
  for (const [field, operators] of Object.entries(query.selector)) {
    const column = shape.columns.get(field);
    const comparisons = Object.entries(operators ?? {});
    // A bare value instead of operators: the matcher knows what it means.
    if (comparisons.length === 0) isExact = false;
    for (const [operator, operand] of comparisons) {
      const condition = column && compileCondition(column, operator, operand);
      if (condition) {
        conditions.push(condition.sql);
        parameters.push(condition.parameter);
      } else {
        isExact = false;
      }
    }
  }
  const orderBy = compileOrder(shape, query);
  return {
    where: conditions.join(" AND ") || "1",
    parameters,
    orderBy: orderBy ?? "",
    isExact,
    isSorted: orderBy !== undefined,
  };
}

function compileCondition(column: Column, operator: string, operand: unknown) {
  const { sqlName } = column;
  if (operator === "$in" && Array.isArray(operand)) {
    const values = operand.map((value) => columnValue(column.kind, value));
    if (values.includes(undefined)) return undefined;
    const sql = `${sqlName} IN (SELECT value FROM json_each(?))`;
    return { sql, parameter: JSON.stringify(values) };
  }
  const comparison = COMPARISONS.get(operator);
  const parameter = comparisonValue(column, operand);
  if (!comparison || parameter === undefined) return undefined;
  return { sql: `${sqlName} ${comparison} ?`, parameter };
}

/** An integer column can be compared with any number. */
function comparisonValue(column: Column, operand: unknown): ColumnValue | undefined {
  return columnValue(column.kind === "integer" ? "number" : column.kind, operand);
}

function compileOrder<Document>(
  shape: TableShape,
  query: FilledMangoQuery<Document>,
): string | undefined {
  const terms: string[] = [];
  for (const part of query.sort) {
    const [field, direction] = Object.entries(part)[0] ?? [];
    const column = field === undefined ? undefined : shape.columns.get(field);
    if (!column) return undefined;
    terms.push(`${column.sqlName} ${direction === "desc" ? "DESC" : "ASC"}`);
  }
  return terms.join(", ");
}
