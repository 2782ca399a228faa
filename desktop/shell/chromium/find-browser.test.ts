import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findBrowser } from "./find-browser.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gatehouse-browser-"));
});

afterEach(() => rm(folder, { recursive: true }));

describe("the browser", () => {
  it("is the one on the search path, Chromium first", async () => {
    await addProgram("google-chrome");
    expect(find(null)).not.toBe(join(folder, "chromium"));
    await addProgram("chromium");
    expect(find(null)).toBe(join(folder, "chromium"));
  });

  it("is the administrator's choice even when others are there", async () => {
    await addProgram("chromium");
    const chosen = await addProgram("vendor-browser");
    expect(find(chosen)).toBe(chosen);
  });

  it("is none when the administrator's choice is not there or is no program", async () => {
    await addProgram("chromium");
    expect(find(join(folder, "absent"))).toBeNull();
    await writeFile(join(folder, "text"), "", { mode: 0o644 });
    expect(find(join(folder, "text"))).toBeNull();
    expect(find("chromium")).toBeNull();
  });
});

function find(override: string | null): string | null {
  return findBrowser({ override, searchPath: `relative:${folder}`, platform: "linux" });
}

async function addProgram(name: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, "#!/bin/sh\n");
  await chmod(path, 0o755);
  return path;
}
