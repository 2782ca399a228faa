import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startTestPostgres, type TestPostgres } from "../../test/support/test-database.ts";
import { checkCentreKey, openCentreKey } from "./centre-key.ts";

let postgres: TestPostgres;
let folder: string;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gh-key-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("the store key", () => {
  it("is 32 bytes that only their owner reads, the same at every opening", async () => {
    const key = await openCentreKey(folder);
    expect(key).toHaveLength(32);
    expect((await stat(join(folder, "store-key"))).mode & 0o777).toBe(0o600);
    expect(await openCentreKey(folder)).toEqual(key);
  });

  it("is one key when many open it for the first time at once", async () => {
    const keys = await Promise.all(Array.from({ length: 8 }, () => openCentreKey(folder)));
    expect(new Set(keys.map((key) => key.toString("hex"))).size).toBe(1);
    expect(await readdir(folder)).toEqual(["store-key"]);
  });

  it("is refused when its file is damaged", async () => {
    await writeFile(join(folder, "store-key"), "short");
    await expect(openCentreKey(folder)).rejects.toMatchObject({ code: "store.wrong-key" });
  });

  it("fits the database that began with it and no other", async () => {
    const { pool } = await postgres.createDatabase();
    const key = await openCentreKey(folder);
    await checkCentreKey(pool, key);
    await checkCentreKey(pool, key);
    await expect(checkCentreKey(pool, randomBytes(32))).rejects.toMatchObject({
      code: "store.wrong-key",
    });
  });
});
