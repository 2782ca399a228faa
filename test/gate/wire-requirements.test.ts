import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { REPOSITORY } from "../../scripts/gate/repository-root.mjs";

const ROOMS = ["protocols", "firmware-bridge", "desktop", "sync-server", "test"];
const ID = /GW-\d+/g;
/** The text of a test's name: `it("…"`, `test("…"`, and the second call of `it.each(…)("…"`. */
const TEST_NAME = /(?:\b(?:it|test)|\))\(\s*(["'`])((?:\\.|(?!\1).)*)\1/g;

const required = idsDefinedBy(readFileSync(join(REPOSITORY, "docs/wire.md"), "utf8"));
const tested = new Set(ROOMS.flatMap((room) => idsNamedIn(join(REPOSITORY, room))));

describe("docs/wire.md", () => {
  it("defines requirements, each number once", () => {
    expect(required.length).toBeGreaterThan(0);
    expect(required.filter((id, index) => required.indexOf(id) !== index)).toEqual([]);
  });

  it("has no requirement that no test names", () => {
    expect(required.filter((id) => !tested.has(id))).toEqual([]);
  });

  it("defines every requirement that a test names", () => {
    expect([...tested].filter((id) => !required.includes(id))).toEqual([]);
  });
});

describe("the search for requirement numbers", () => {
  it("takes a number from a test's name, not from a comment or a message", () => {
    const text = [
      '// GW-90001 in a comment, and expect(x, "GW-90002 in a message")',
      'it("GW-90003: stands first", () => {',
      'it("stands last (GW-90004, GW-90005)", () => {',
      'it.each(CASES)("GW-90006: %s", () => {',
      "test(`GW-90007: in another quote`, () => {",
    ].join("\n");
    expect(idsInTestNames(text)).toEqual([3, 4, 5, 6, 7].map((n) => `GW-9000${n}`));
  });
});

/** A requirement is defined where its number opens an item in bold: `- **GW-12** …`. */
function idsDefinedBy(document: string): readonly string[] {
  return [...document.matchAll(/^- \*\*(GW-\d+)\*\*/gm)].map((match) => match[1] ?? "");
}

function idsInTestNames(text: string): readonly string[] {
  return [...text.matchAll(TEST_NAME)].flatMap((match) => match[2]?.match(ID) ?? []);
}

function idsNamedIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.test\.tsx?$/.test(entry.name))
    .filter((entry) => !/\/(node_modules|gate)(\/|$)/.test(entry.parentPath))
    .flatMap((entry) => idsInTestNames(readFileSync(join(entry.parentPath, entry.name), "utf8")));
}
