import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { takeDemoFolder } from "./demo-folder.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gh-demo-folder-"));
  writeFileSync(join(folder, "kept"), "");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("refuses a second demonstration in the folder, and throws nothing of the first one away", () => {
  const first = takeDemoFolder(folder, false);
  expect(() => takeDemoFolder(folder, true)).toThrow(/already running.*--data FOLDER/);
  expect(readdirSync(folder)).toContain("kept");
  first.close();
});

it("empties a folder that nobody uses when asked to, and else keeps what is in it", () => {
  takeDemoFolder(folder, false).close();
  expect(readdirSync(folder)).toContain("kept");
  takeDemoFolder(folder, true).close();
  expect(readdirSync(folder)).not.toContain("kept");
});

it("says what to do when there is a file in the folder's place", () => {
  expect(() => takeDemoFolder(join(folder, "kept"), false)).toThrow(/data folder cannot be used/);
});
