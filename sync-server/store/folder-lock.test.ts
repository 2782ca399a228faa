import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lockFolder } from "./folder-lock.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gh-lock-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const HOLDER = `
  const { lockFolder } = await import(process.argv[1]);
  globalThis.lock = lockFolder(process.argv[2]);
  process.stdout.write("held");
  setInterval(() => {}, 1e6);
`;

describe("the lock of a data folder", () => {
  it("is refused to a second holder and free again after the first one closed", () => {
    const first = lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow(/already running/);
    first.close();
    first.close();
    lockFolder(folder).close();
  });

  it("does not take a damaged file for a running centre", async () => {
    await writeFile(
      join(folder, "lock.sqlite"),
      "no database, but long enough to be looked at".repeat(20),
    );
    expect(() => lockFolder(folder)).toThrow(/not a database/);
  });

  it("goes with the process that held it, even when killed", async () => {
    const module = new URL("./folder-lock.ts", import.meta.url).href;
    const holder = spawn(process.execPath, ["--input-type=module", "-e", HOLDER, module, folder]);
    await once(holder.stdout, "data");
    expect(() => lockFolder(folder)).toThrow(
      expect.objectContaining({ code: "centre.already-running" }),
    );
    const ended = once(holder, "exit");
    holder.kill("SIGKILL");
    await ended;
    lockFolder(folder).close();
  });
});
