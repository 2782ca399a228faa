import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeFolder } from "../event-log/log-fixture.ts";
import { TELEMETRY_FILE } from "./telemetry-file.ts";
import { epochOf, listeningLogger, openAs, rowsOf, scrape, turnEnds } from "./telemetry-fixture.ts";

const PAGE_BYTES = 4_096;
const ROWS = 2_000;
const UNUSABLE = "telemetry file unusable: moved aside, begun anew";
let place: ReturnType<typeof makeFolder>;
let path: string;

beforeEach(() => {
  place = makeFolder();
  path = join(place.folder, TELEMETRY_FILE);
});
afterEach(() => place.remove());

/** A file with many pages, closed. */
function fill(): void {
  const telemetry = openAs(1, place.folder);
  for (let count = 0; count < ROWS; count += 1) scrape(telemetry);
  telemetry.close();
}

/** Opens what lies there, takes a row, and answers what was said and what is there afterwards. */
async function openAndUse() {
  const { logger, lines } = listeningLogger();
  const telemetry = openAs(2, place.folder, { logger });
  scrape(telemetry);
  await turnEnds();
  const [before, now] = [await rowsOf(telemetry, 1), await rowsOf(telemetry, 2)];
  const streams = await telemetry.outbox.streams();
  telemetry.close();
  return { lines, before: before.length, now: now.length, epochs: streams.map((one) => one.epoch) };
}

describe("the file of the telemetry", () => {
  it("lies beside the event log and is used again", async () => {
    fill();
    expect(statSync(path).size).toBeGreaterThan(10 * PAGE_BYTES);
    expect(await openAndUse()).toMatchObject({ lines: [], before: ROWS, now: 1 });
  });

  it.each([
    ["cut within a page", () => truncateSync(path, 5 * PAGE_BYTES + 100)],
    ["cut between pages", () => truncateSync(path, 3 * PAGE_BYTES)],
    ["cut within its head", () => truncateSync(path, 50)],
    ["no database at all", () => writeFileSync(path, "no database ".repeat(1_000))],
    ["overwritten in the middle", () => overwritePage(4)],
  ])("is moved aside when it is %s, and telemetry goes on in a new one", async (_what, damage) => {
    fill();
    damage();
    const damaged = readFileSync(path);
    const seen = await openAndUse();
    expect(seen).toEqual({ lines: [UNUSABLE], before: 0, now: 1, epochs: [epochOf(2)] });
    expect(readFileSync(`${path}.unusable`).equals(damaged)).toBe(true);
    expect(await openAndUse()).toMatchObject({ lines: [] });
  });

  it("is moved aside when a newer version wrote it", async () => {
    fill();
    const db = new DatabaseSync(path);
    db.exec("PRAGMA user_version = 99");
    db.close();
    expect(await openAndUse()).toMatchObject({ lines: [UNUSABLE], before: 0, now: 1 });
  });

  it("does not play a left-over journal into the new file", async () => {
    fill();
    copyFileSync(path, `${path}-wal`);
    writeFileSync(path, "no database ".repeat(1_000));
    expect(await openAndUse()).toMatchObject({ lines: [UNUSABLE], before: 0, now: 1 });
  });

  it("is replaced by memory where there can be none, and nothing else changes", async () => {
    mkdirSync(path);
    const seen = await openAndUse();
    expect(seen).toMatchObject({ before: 0, now: 1, epochs: [epochOf(2)] });
    expect(seen.lines).toEqual(["no file for telemetry: kept in memory until the next start"]);
    expect(existsSync(`${path}.unusable`)).toBe(false);
  });

  it("is replaced by memory while it cannot be written, and is not given up", async () => {
    const other = new DatabaseSync(path);
    other.exec("BEGIN EXCLUSIVE");
    expect((await openAndUse()).now).toBe(1);
    other.close();
    expect(await openAndUse()).toMatchObject({ lines: [], now: 1 });
  });
});

function overwritePage(page: number): void {
  const bytes = readFileSync(path);
  bytes.fill(0xa5, page * PAGE_BYTES, (page + 1) * PAGE_BYTES);
  writeFileSync(path, bytes);
}
