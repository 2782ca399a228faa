import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { REPOSITORY } from "../../scripts/gate/repository-root.mjs";

/** What the language itself offers of the outside world; the types already keep out Node and DOM. */
const IMPURE =
  /\bDate\.now\(|\bnew Date\(\)|\bDate\(\)|\bMath\.random\(|\bperformance\.|\bTemporal\.Now\b/;

describe("protocols", () => {
  it("reads no clock and throws no dice", () => {
    const folder = join(REPOSITORY, "protocols");
    const files = readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && /(?<!\.test)\.ts$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => !file.includes("node_modules"));
    const impure = files.filter((file) => IMPURE.test(readFileSync(file, "utf8")));
    expect(files.length).toBeGreaterThan(0);
    expect(impure.map((file) => relative(folder, file))).toEqual([]);
  });
});
