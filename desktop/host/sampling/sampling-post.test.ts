import { fail, ok } from "@gatehouse/protocols/result";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findByLookup } from "../event-log/event-lookup.ts";
import { createTestClock, makeFolder, NOON_MS, type TestClock } from "../event-log/log-fixture.ts";
import {
  createTestDuty,
  onDutySince,
  SUPERVISOR,
  SUPERVISOR_PIN,
  type TestDuty,
} from "../post/duty-fixture.ts";
import { openTable, openTubeOf, type TestTable } from "./sampling-fixture.ts";

const [TUBE, OTHER_TUBE] = ["B2026004417", "B2026004418"];
const OK = ok(true);
const APPROVAL = { who: SUPERVISOR.operatorId, pin: SUPERVISOR_PIN };
let place: ReturnType<typeof makeFolder>;
let clock: TestClock;
let duty: TestDuty;
let table: TestTable;

async function open(): Promise<void> {
  table = await openTable({ folder: place.folder, clock, duty });
}

beforeEach(async () => {
  place = makeFolder();
  clock = createTestClock();
  duty = createTestDuty(onDutySince(NOON_MS));
  await open();
});
afterEach(async () => {
  await table.close();
  place.remove();
});

async function scanAll(...codes: readonly string[]): Promise<void> {
  for (const code of codes) await table.scan(code);
}

async function fillAndSeal(...codes: readonly string[]): Promise<void> {
  await scanAll(...codes);
  const { tubeId, members } = openTubeOf(table);
  expect(await table.handlers.seal({ tubeId, swabs: members.length })).toEqual(OK);
}

async function types(): Promise<string[]> {
  return (await table.recorded()).map(({ header }) => header.type);
}

describe("scanning at a sampling table", () => {
  it("opens a tube by its code and binds persons to it, shown masked", async () => {
    await scanAll(TUBE, "PERSON-0001");
    await table.handlers.enter("PERSON-0002");
    expect(table.view().tube).toMatchObject({
      tubeCode: TUBE,
      capacity: 5,
      members: [
        { position: 1, maskedTail: "0001", source: "device" },
        { position: 2, maskedTail: "0002", source: "manual" },
      ],
    });
    expect(JSON.stringify(table.view())).not.toContain("PERSON");
    expect(table.notices).toEqual([]);
  });

  it("names those on duty and their shift in every record", async () => {
    await fillAndSeal(TUBE, "PERSON-0001");
    for (const { header } of await table.recorded()) {
      expect(header).toMatchObject({ shiftId: "shift-1", actors: [{ operatorId: "op-7" }] });
    }
  });

  it("shows and answers what is out of turn, and records none of it", async () => {
    await scanAll("PERSON-0001", TUBE, "PERSON-0001", "PERSON-0001", TUBE, OTHER_TUBE);
    expect(table.notices).toEqual([
      "tube.scan-tube-first",
      "tube.member-again",
      "tube.already-open",
      "tube.still-open",
    ]);
    expect(await table.handlers.enter(OTHER_TUBE)).toEqual(fail("tube.still-open"));
    expect(await types()).toEqual(["tube.opened", "tube.member-added"]);
  });

  it.each(["duty.nobody", "duty.locked"] as const)(
    "takes nothing while duty says %s",
    async (code) => {
      await table.scan(TUBE);
      const { tubeId } = openTubeOf(table);
      duty.set(fail(code));
      await table.scan("PERSON-0001");
      const { handlers } = table;
      const quarantine = { tubeId, swabs: 1, supervisor: APPROVAL };
      expect([
        await handlers.enter("PERSON-0001"),
        await handlers.undo(tubeId),
        await handlers.seal({ tubeId, swabs: 1 }),
        await handlers.quarantine(quarantine),
        await handlers.choosePoolSize(1),
      ]).toEqual(Array(5).fill(fail(code)));
      expect(table.notices).toEqual([code, code]);
      expect(await types()).toEqual(["tube.opened"]);
    },
  );

  it("says so when the log takes nothing, and the table stays as it was", async () => {
    await scanAll(TUBE, "PERSON-0001");
    const before = table.view().tube;
    await table.host.log.close();
    await table.scan("PERSON-0002");
    expect(table.notices).toEqual(["store.failed"]);
    expect(await table.handlers.seal({ tubeId: before?.tubeId ?? "", swabs: 1 })).toMatchObject({
      reason: "store.failed",
    });
    expect(table.view().tube).toEqual(before);
  });

  it("keeps the order of a burst and never overfills a tube", async () => {
    const burst = Array.from({ length: 200 }, (_, at) => `PERSON-${1_000 + at}`);
    await table.handlers.choosePoolSize(20);
    await Promise.all([TUBE, ...burst].map((code) => table.scan(code)));
    const tails = openTubeOf(table).members.map(({ maskedTail }) => maskedTail);
    expect(tails).toEqual(burst.slice(0, 20).map((code) => code.slice(-4)));
    expect(table.notices).toEqual(Array(180).fill("tube.full"));
    expect(await table.recorded()).toHaveLength(21);
  });
});

describe("a tube's code", () => {
  it("opens no second tube, today or after a restart", async () => {
    await fillAndSeal(TUBE, "PERSON-0001");
    expect(await table.handlers.enter(TUBE)).toEqual(fail("tube.used-before"));
    await table.close();
    await open();
    expect(await table.handlers.enter(TUBE)).toEqual(fail("tube.used-before"));
  });

  it("can be used after its tube was voided, and once", async () => {
    await table.scan(TUBE);
    expect(await table.handlers.undo(openTubeOf(table).tubeId)).toEqual(OK);
    expect(table.view().tube).toBeNull();
    await fillAndSeal(TUBE, "PERSON-0001");
    expect(await table.handlers.enter(TUBE)).toEqual(fail("tube.used-before"));
  });

  it("finds the tube's own events again, and a person's code the places in tubes", async () => {
    await fillAndSeal(TUBE, "PERSON-0001");
    const { store } = table.host;
    const find = async (text: string) =>
      (await findByLookup(store, text, { limit: 9 })).map(({ header }) => header.type);
    expect(await find(`tube:${TUBE}`)).toEqual(["tube.sealed", "tube.opened"]);
    expect(await find("person:PERSON-0001")).toEqual(["tube.member-added"]);
  });
});

describe("undo at a sampling table", () => {
  it("takes back the last person, gives the place to the next, and keeps both records", async () => {
    await scanAll(TUBE, "PERSON-0001", "PERSON-0002");
    const [first, last] = openTubeOf(table).members;
    expect(await table.handlers.undo(first?.eventId ?? "")).toEqual(fail("tube.nothing-to-undo"));
    expect(await table.handlers.undo(last?.eventId ?? "")).toEqual(OK);
    await table.scan("PERSON-0003");
    expect(openTubeOf(table).members).toMatchObject([
      { position: 1, maskedTail: "0001" },
      { position: 2, maskedTail: "0003" },
    ]);
    expect((await types()).slice(-3)).toEqual([
      "tube.member-added",
      "tube.member-voided",
      "tube.member-added",
    ]);
  });

  it("done twice at once takes back one", async () => {
    await scanAll(TUBE, "PERSON-0001", "PERSON-0002");
    const eventId = openTubeOf(table).members.at(-1)?.eventId ?? "";
    const answers = [table.handlers.undo(eventId), table.handlers.undo(eventId)];
    expect(await Promise.all(answers)).toEqual([OK, fail("tube.nothing-to-undo")]);
    expect(openTubeOf(table).members).toHaveLength(1);
  });

  it("leaves a sealed tube alone", async () => {
    await fillAndSeal(TUBE, "PERSON-0001");
    for (const { header } of await table.recorded()) {
      expect(await table.handlers.undo(header.eventId)).toEqual(fail("tube.nothing-to-undo"));
    }
  });
});

describe("closing a tube", () => {
  it("is refused while it is empty or the swabs differ", async () => {
    expect(await table.handlers.seal({ tubeId: "none", swabs: 1 })).toEqual(fail("tube.not-open"));
    await table.scan(TUBE);
    const { tubeId } = openTubeOf(table);
    expect(await table.handlers.seal({ tubeId, swabs: 0 })).toEqual(fail("tube.empty"));
    await table.scan("PERSON-0001");
    expect(await table.handlers.seal({ tubeId, swabs: 2 })).toEqual(fail("tube.count-mismatch"));
    expect(await types()).toEqual(["tube.opened", "tube.member-added"]);
  });

  it("lists the tube with its numbers, newest first", async () => {
    await fillAndSeal(TUBE, "PERSON-0001", "PERSON-0002");
    await fillAndSeal(OTHER_TUBE, "PERSON-0001");
    expect(table.view()).toMatchObject({
      tube: null,
      lastTubes: [
        { tubeCode: OTHER_TUBE, state: "sealed", capacity: 5, members: 1, swabs: 1 },
        { tubeCode: TUBE, state: "sealed", capacity: 5, members: 2, swabs: 2 },
      ],
      counts: { tubes: 2, people: 3, sinceMs: NOON_MS },
    });
  });

  it("puts a tube aside with a supervisor, who is named beside the others", async () => {
    await scanAll(TUBE, "PERSON-0001", "PERSON-0002");
    const { tubeId } = openTubeOf(table);
    const { handlers } = table;
    const agreeing = { tubeId, swabs: 2, supervisor: APPROVAL };
    expect(await handlers.quarantine(agreeing)).toEqual(fail("tube.counts-agree"));
    const wrong = { tubeId, swabs: 1, supervisor: { ...APPROVAL, pin: "000000" } };
    expect(await handlers.quarantine(wrong)).toEqual(fail("duty.wrong-pin"));
    expect(table.view().tube).not.toBeNull();
    expect(await handlers.quarantine({ ...wrong, supervisor: APPROVAL })).toEqual(OK);
    const closing = (await table.recorded()).at(-1);
    expect(closing).toMatchObject({
      header: {
        type: "tube.quarantined",
        actors: [{ operatorId: "op-7", role: "sampler" }, SUPERVISOR],
      },
      body: { members: 2, swabs: 1, reason: "count-mismatch" },
    });
    expect(table.view()).toMatchObject({
      lastTubes: [{ state: "quarantined", members: 2, swabs: 1 }],
      counts: { tubes: 1, people: 2 },
    });
  });

  it("lets a scan wait while a supervisor is asked, and refuses it when the tube is gone", async () => {
    await scanAll(TUBE, "PERSON-0001");
    const { tubeId } = openTubeOf(table);
    const closing = table.handlers.quarantine({ tubeId, swabs: 2, supervisor: APPROVAL });
    expect(await table.handlers.enter("PERSON-0002")).toEqual(fail("tube.scan-tube-first"));
    expect(await closing).toEqual(OK);
  });

  it("lists a voided tube without a count", async () => {
    await table.handlers.choosePoolSize(20);
    await table.scan(TUBE);
    await table.handlers.undo(openTubeOf(table).tubeId);
    expect(table.view()).toMatchObject({
      lastTubes: [{ tubeCode: TUBE, state: "voided", capacity: 20, members: 0, swabs: null }],
      counts: { tubes: 0, people: 0 },
    });
  });
});

describe("the counts", () => {
  it("stay the shift's while the screen is locked, and turn to today's when it has ended", async () => {
    await fillAndSeal(TUBE, "PERSON-0001");
    duty.set(ok({ ...onDutySince(NOON_MS + 60_000), shiftId: "shift-2" }));
    expect(table.view().counts).toMatchObject({ tubes: 0, sinceMs: NOON_MS + 60_000 });
    duty.set(fail("duty.locked"));
    expect(table.view().counts).toMatchObject({ tubes: 0, sinceMs: NOON_MS + 60_000 });
    duty.set(fail("duty.nobody"));
    expect(table.view().counts).toMatchObject({ tubes: 1, people: 1 });
  });
});

describe("the pool size", () => {
  it("is the configuration's until it is chosen, and fixed while a tube is open", async () => {
    expect(table.view().poolSize).toBe(5);
    expect(await table.handlers.choosePoolSize(1)).toEqual(OK);
    await scanAll(TUBE, "PERSON-0001", "PERSON-0002");
    expect(table.notices).toEqual(["tube.full"]);
    expect(await table.handlers.choosePoolSize(10)).toEqual(fail("tube.pool-size-fixed"));
    expect(table.view().poolSize).toBe(1);
  });

  it("is the last tube's after a restart", async () => {
    await table.handlers.choosePoolSize(20);
    await fillAndSeal(TUBE, "PERSON-0001");
    await table.handlers.choosePoolSize(1);
    await table.close();
    await open();
    expect(table.view().poolSize).toBe(20);
  });
});
