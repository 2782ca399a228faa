import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { REPOSITORY } from "../../scripts/gate/repository-root.mjs";

/** A stop a newcomer can read in one go. */
const MAX_LINES = 200;
/** `| 7 | \`desktop/host/…\` | what it does |` */
const STOP = /^\| (\d+) \| `([^`]+)` \| \S/gm;

const text = readFileSync(join(REPOSITORY, "ARCHITECTURE.md"), "utf8");
const stops = [...text.matchAll(STOP)].map(([, place, file]) => ({
  place: Number(place),
  file: file ?? "",
}));

describe("the walk of one scan in ARCHITECTURE.md", () => {
  it("goes from the serial port to the board, stop after stop", () => {
    expect(stops.map(({ place }) => place)).toEqual(stops.map((_, at) => at + 1));
    expect(stops[0]?.file).toMatch(/^firmware-bridge\/transport\//);
    expect(stops.at(-1)?.file).toMatch(/^sync-server\/web\/board\//);
  });

  it.each(stops)("names a real file of under 200 lines: $file", ({ file }) => {
    const lines = readFileSync(join(REPOSITORY, file), "utf8").split("\n").length;
    expect(lines).toBeLessThan(MAX_LINES);
  });
});
