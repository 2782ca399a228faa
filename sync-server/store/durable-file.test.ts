import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createDurably, readIfThere, writeDurably } from "./durable-file.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gh-file-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("a durable file", () => {
  it("replaces the old content whole and leaves no draft behind", async () => {
    const path = join(folder, "deep", "file");
    await writeDurably(path, "old");
    await writeDurably(path, "new", 0o644);
    expect(await readFile(path, "utf8")).toBe("new");
    expect((await stat(path)).mode & 0o777).toBe(0o644);
    expect(await readdir(join(folder, "deep"))).toEqual(["file"]);
  });

  it("keeps the old content and no draft when it cannot be replaced", async () => {
    await writeDurably(join(folder, "taken", "inside"), "kept");
    await expect(writeDurably(join(folder, "taken"), "new")).rejects.toThrow();
    expect(await readdir(folder)).toEqual(["taken"]);
  });

  it("is made by exactly one of those who make it at once", async () => {
    const path = join(folder, "secret");
    const made = await Promise.all(["a", "b", "c"].map((text) => createDurably(path, text)));
    expect(made.filter(Boolean)).toHaveLength(1);
    expect(await readdir(folder)).toEqual(["secret"]);
  });

  it("is null when there is none", async () => {
    expect(await readIfThere(join(folder, "none"))).toBeNull();
  });
});
