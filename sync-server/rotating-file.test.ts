import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createLogger } from "./logger.ts";
import { RotatingFile } from "./rotating-file.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gh-log-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("a rotating log", () => {
  it("keeps the newest lines in so many files and no more", async () => {
    const path = join(folder, "a.log");
    const file = new RotatingFile(path, { maxBytes: 20, maxFiles: 3 });
    for (let line = 1; line <= 9; line += 1) file.write(`line ${line}...\n`);
    file.close();
    expect((await readdir(folder)).sort()).toEqual(["a.log", "a.log.1", "a.log.2"]);
    expect(await readFile(path, "utf8")).toBe("line 9...\n");
    expect(await readFile(`${path}.1`, "utf8")).toBe("line 7...\nline 8...\n");
    expect(await readFile(`${path}.2`, "utf8")).toBe("line 5...\nline 6...\n");
  });

  it("goes on where an earlier process stopped, and is readable by its owner only", async () => {
    const path = join(folder, "a.log");
    for (const text of ["one\n", "two\n"]) {
      const file = new RotatingFile(path);
      file.write(text);
      file.close();
      file.close();
      file.write("after the end\n");
    }
    expect(await readFile(path, "utf8")).toBe("one\ntwo\n");
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it("never holds a secret or a scanned text that someone logged by mistake", async () => {
    const logger = createLogger({ name: "gateway", folder, level: "info" });
    const canary = "11010519491231002X";
    logger.info({ payload: canary, scan: { text: canary }, token: canary, password: canary }, "x");
    const written = await readFile(join(folder, "gateway.log"), "utf8");
    expect(written).toContain("[redacted]");
    expect(written).not.toContain(canary);
  });
});
