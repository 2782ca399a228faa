import { cpSync, rmSync } from "node:fs";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createTestClock, makeFolder, NOON_MS } from "../event-log/log-fixture.ts";
import { createTestDuty, onDutySince, SUPERVISOR, SUPERVISOR_PIN } from "../post/duty-fixture.ts";
import { openTable, openTubeOf, type TestTable } from "./sampling-fixture.ts";

const [SHARED_MEMORY, LOCK] = ["store.db-shm", "store.lock"];
let place: ReturnType<typeof makeFolder>;
let image: ReturnType<typeof makeFolder>;

beforeEach(() => {
  place = makeFolder();
  image = makeFolder();
});
afterEach(() => {
  place.remove();
  image.remove();
});

function start(folder: string): Promise<TestTable> {
  const clock = createTestClock();
  clock.setMs(NOON_MS + 60_000);
  return openTable({ folder, clock, duty: createTestDuty(onDutySince(NOON_MS)) });
}

/** What a screen shows, the time of the look apart. */
function shown(table: TestTable) {
  const { counts, ...view } = table.view();
  return { ...view, counts: { ...counts, asOfMs: 0 } };
}

/** Starts on what a killed process leaves on the disk: the file and its log, and nothing of its memory. */
async function shownAfterKill(): Promise<ReturnType<typeof shown>> {
  rmSync(image.folder, { recursive: true });
  const filter = (path: string) => !path.endsWith(SHARED_MEMORY) && !path.endsWith(LOCK);
  cpSync(place.folder, image.folder, { recursive: true, filter });
  const table = await start(image.folder);
  const view = shown(table);
  await table.close();
  return view;
}

type Step = (table: TestTable) => Promise<unknown>;

const scan =
  (code: string): Step =>
  (table) =>
    table.scan(code);
const undoLast: Step = (table) =>
  table.handlers.undo(openTubeOf(table).members.at(-1)?.eventId ?? openTubeOf(table).tubeId);
const seal: Step = (table) => {
  const { tubeId, members } = openTubeOf(table);
  return table.handlers.seal({ tubeId, swabs: members.length });
};
const quarantine: Step = (table) => {
  const supervisor = { who: SUPERVISOR.operatorId, pin: SUPERVISOR_PIN };
  return table.handlers.quarantine({ tubeId: openTubeOf(table).tubeId, swabs: 9, supervisor });
};

/** A morning with a thing of each kind. */
const STEPS: readonly Step[] = [
  scan("B2026000001"),
  scan("PERSON-0001"),
  scan("PERSON-0002"),
  undoLast,
  scan("PERSON-0003"),
  seal,
  scan("B2026000002"),
  undoLast,
  scan("B2026000002"),
  scan("PERSON-0004"),
  undoLast,
  quarantine,
  scan("B2026000003"),
  scan("PERSON-0001"),
];

it("comes back after a kill at any step with the tube, the places, the list and the counts", async () => {
  const table = await start(place.folder);
  for (const [at, step] of STEPS.entries()) {
    await step(table);
    expect(await shownAfterKill(), `after step ${at + 1}`).toEqual(shown(table));
  }
  expect(table.notices).toEqual([]);
  expect(table.view().lastTubes.map(({ state }) => state)).toEqual([
    "quarantined",
    "voided",
    "sealed",
  ]);
  await table.close();
});

it("goes on in the same tube over several starts, one person in each", async () => {
  for (let at = 0; at < 5; at += 1) {
    const table = await start(place.folder);
    if (at === 0) await table.scan("B2026000001");
    await table.scan(`PERSON-000${at}`);
    expect(openTubeOf(table).members.map(({ position }) => position)).toEqual(
      Array.from({ length: at + 1 }, (_, before) => before + 1),
    );
    await table.close();
  }
});

it("lists the last ten of many tubes", async () => {
  const table = await start(place.folder);
  for (let at = 10; at < 23; at += 1) {
    await table.scan(`B20260000${at}`);
    await table.scan("PERSON-0001");
    await seal(table);
  }
  expect(table.view().lastTubes).toHaveLength(10);
  expect(await shownAfterKill()).toEqual(shown(table));
  expect(table.view()).toMatchObject({
    lastTubes: { 0: { tubeCode: "B2026000022" } },
    counts: { tubes: 13, people: 13 },
  });
  await table.close();
});
