import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSqliteFile } from "./sqlite-file.ts";

/** `PRAGMA synchronous` as a number: 2 is FULL, each COMMIT waits for the disk. */
const FULL = 2;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gatehouse-sqlite-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("an SQLite file", () => {
  it("waits for the disk at each COMMIT, also when it is opened again", () => {
    for (let opening = 0; opening < 2; opening += 1) {
      const file = openSqliteFile(join(folder, "store.db"));
      expect(file.statement("PRAGMA synchronous").get()).toEqual({ synchronous: FULL });
      expect(file.statement("PRAGMA journal_mode").get()).toEqual({ journal_mode: "wal" });
      file.close();
    }
  });

  it("leaves nothing of a transaction whose work throws, and takes the next", () => {
    const file = openSqliteFile(join(folder, "store.db"));
    file.exec("CREATE TABLE row (id INTEGER PRIMARY KEY) STRICT");
    const insert = (id: number) => file.statement("INSERT INTO row VALUES (?)").run(id);
    const broken = () =>
      file.transaction(() => {
        insert(1);
        throw new RangeError("in the middle");
      });
    expect(broken).toThrow(RangeError);
    file.transaction(() => insert(2));
    expect(file.statement("SELECT id FROM row").all()).toEqual([{ id: 2 }]);
    file.close();
  });

  it("says store.failed for a file that is no database", () => {
    const path = join(folder, "store.db");
    writeFileSync(path, "no database ".repeat(100));
    expect(() => openSqliteFile(path)).toThrow(expect.objectContaining({ code: "store.failed" }));
  });
});
