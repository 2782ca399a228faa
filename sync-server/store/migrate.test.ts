import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
} from "../../test/support/test-database.ts";
import { migrate } from "./migrate.ts";

let postgres: TestPostgres;
let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.close());
beforeEach(async () => {
  database = await postgres.createDatabase();
  folder = await mkdtemp(join(tmpdir(), "gh-schema-"));
  await cp(fileURLToPath(new URL("./schema", import.meta.url)), folder, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function tableExists(name: string): Promise<boolean> {
  const { rows } = await database.pool.query("select to_regclass($1) is not null as found", [name]);
  return rows[0].found;
}

describe("migration", () => {
  it("has nothing to do on a current database", async () => {
    expect(await migrate(database.pool)).toEqual([]);
    expect(await tableExists("event")).toBe(true);
  });

  it("applies new files once, in order, however many processes start at once", async () => {
    await writeFile(join(folder, "901-first.sql"), "create table added (id int);");
    await writeFile(join(folder, "902-second.sql"), "alter table added add column name text;");
    const runs = await Promise.all([1, 2, 3].map(() => migrate(database.pool, folder)));
    expect(runs.flat()).toEqual(["901-first.sql", "902-second.sql"]);
  });

  it("leaves the database as it was when one of several files fails", async () => {
    await writeFile(join(folder, "901-good.sql"), "create table good (id int);");
    await writeFile(join(folder, "902-bad.sql"), "create table bad (id no_such_type);");
    await expect(migrate(database.pool, folder)).rejects.toThrow(/no_such_type/);
    expect(await tableExists("good")).toBe(false);
    expect(await migrate(database.pool)).toEqual([]);
  });

  it("does not touch a database made by newer software", async () => {
    await writeFile(join(folder, "901-future.sql"), "create table future (id int);");
    await migrate(database.pool, folder);
    await expect(migrate(database.pool)).rejects.toMatchObject({
      code: "db.start-failed",
      message: expect.stringContaining("901-future.sql"),
    });
  });
});

describe("values read from the database", () => {
  it("are numbers for bigint, text for dates, and an error beyond 2^53", async () => {
    const { rows } = await database.pool.query(
      "select 9007199254740991::bigint as big, date '2026-01-02' as day",
    );
    expect(rows[0]).toEqual({ big: Number.MAX_SAFE_INTEGER, day: "2026-01-02" });
    await expect(database.pool.query("select 9007199254740993::bigint")).rejects.toThrow(
      RangeError,
    );
  });
});
