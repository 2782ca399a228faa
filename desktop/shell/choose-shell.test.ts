import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chooseShell, type ShellQuestion } from "./choose-shell.ts";
import { findElectron } from "./electron/find-electron.ts";

const READY: ShellQuestion = {
  asked: "auto",
  electron: "/opt/electron",
  isBuilt: true,
  isRoot: false,
};

describe("the shell", () => {
  it.each(["auto", "electron"] as const)("is Electron where it can run, asked for %s", (asked) => {
    expect(chooseShell({ ...READY, asked })).toEqual({
      kind: "electron",
      program: "/opt/electron",
    });
  });

  it.each([
    [{ asked: "chromium" }, "--shell chromium"],
    [{ electron: null }, "binary is not installed"],
    [{ isBuilt: false }, "is not built"],
    [{ isRoot: true }, "does not run as root"],
  ] as const)("is Chromium with %j, and says why", (change, reason) => {
    const choice = chooseShell({ ...READY, ...change });
    expect(choice).toEqual({ kind: "chromium", reason: expect.stringContaining(reason) });
  });
});

describe("Electron's binary", () => {
  let packageFolder: string;
  beforeAll(async () => {
    packageFolder = await mkdtemp(join(tmpdir(), "gatehouse-electron-"));
  });
  afterAll(() => rm(packageFolder, { recursive: true }));

  const search = { override: null, platform: "linux" } as const;

  it("is absent while the package has not fetched it, and without the package", () => {
    expect(findElectron({ ...search, packageFolder })).toBeNull();
    expect(findElectron({ ...search, packageFolder: null })).toBeNull();
  });

  it("lies where the package notes it, or where the administrator says", async () => {
    await mkdir(join(packageFolder, "dist"));
    await writeFile(join(packageFolder, "path.txt"), "electron-x\n");
    await writeFile(join(packageFolder, "dist/electron-x"), "");
    const fetched = join(packageFolder, "dist/electron-x");
    expect(findElectron({ ...search, packageFolder })).toBe(fetched);
    const override = join(packageFolder, "own");
    expect(findElectron({ ...search, packageFolder, override })).toBe(fetched);
    await mkdir(override);
    await writeFile(join(override, "electron"), "");
    const own = join(override, "electron");
    expect(findElectron({ ...search, packageFolder, override })).toBe(own);
    expect(findElectron({ ...search, packageFolder: null, override })).toBe(own);
  });
});
