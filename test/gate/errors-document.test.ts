import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ErrorRow } from "@gatehouse/protocols/error/error-row";
import { ERROR_TABLE } from "@gatehouse/protocols/error/error-table";
import { describe, expect, it } from "vitest";
import { REPOSITORY } from "../../scripts/gate/repository-root.mjs";

const rowsOfTable = Object.entries(ERROR_TABLE).map(([code, row]) => documentRow(code, row));
const rowsOfDocument = readFileSync(join(REPOSITORY, "docs/errors.md"), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("| `"));

describe("docs/errors.md", () => {
  it("has a row for every code of the error table, word for word", () => {
    const missing = rowsOfTable.filter((row) => !rowsOfDocument.includes(row));
    expect(missing, "add or replace these rows").toEqual([]);
  });

  it("has no row that the error table does not have", () => {
    const extra = rowsOfDocument.filter((row) => !rowsOfTable.includes(row));
    expect(extra, "take these rows out").toEqual([]);
  });

  it("keeps the order of the error table, so that a reader finds a code's neighbours", () => {
    expect(rowsOfDocument).toEqual(rowsOfTable);
  });
});

function documentRow(code: string, row: ErrorRow): string {
  const cells = [row.zh, row.en, row.actionZh, row.actionEn, row.retryable ? "yes" : "no"];
  return `| \`${code}\` | ${cells.join(" | ")} |`;
}
