import type { CentreTables } from "@gatehouse/sync-server/store/tables";
import type { Insertable } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  addState,
  addStation,
  ago,
  BOARD_NOW_MS,
  BOARD_SETTINGS,
  eventId,
} from "../../test/support/board-rows.ts";
import {
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
} from "../../test/support/test-database.ts";
import { readBoard } from "./board-query.ts";

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.close());

type TubeRow = Insertable<CentreTables["tube"]>;

/** A tube that was sealed `at` seconds ago with ten persons and is here since. */
function tubeRow(at: number, change: Partial<TubeRow> = {}): TubeRow {
  return {
    station_id: "st-lab",
    tube_id: eventId(at + 300),
    tube_code: `B${at}`,
    capacity: 10,
    state: "sealed",
    members: 10,
    swabs: 10,
    opened_at: ago(at + 300),
    closed_at: ago(at),
    received_at: ago(at),
    mode: "live",
    ...change,
  };
}

function openRow(at: number, change: Partial<TubeRow> = {}): TubeRow {
  const open = { state: "open", members: 7, swabs: null, closed_at: null } as const;
  return tubeRow(at, { ...open, ...change });
}

async function addTables(database: TestDatabase, ...ids: string[]): Promise<void> {
  for (const id of ids) {
    await addStation(database, id, {
      role: "sampling",
      site_name: "体育馆",
      lane_name: `${id} 台`,
    });
    await addState(database, id, { role: "sampling" });
  }
}

async function readSampling(database: TestDatabase, rows: readonly TubeRow[] = []) {
  if (rows.length > 0) await database.kysely.insertInto("tube").values(rows).execute();
  return (await readBoard(database.kysely, BOARD_SETTINGS)).sampling;
}

describe("sampling on the board", () => {
  it("is empty and says so where there is no table", async () => {
    const database = await postgres.createDatabase();
    expect(await readSampling(database)).toEqual({
      asOfMs: BOARD_NOW_MS,
      tables: 0,
      today: { tubes: 0, people: 0 },
      closed: [],
      open: { count: 0, tubes: [] },
      quarantined: { count: 0, tubes: [] },
    });
  });

  it("counts the tubes of today and their persons, of all tables", async () => {
    const database = await postgres.createDatabase();
    await addTables(database, "st-lab", "st-hall");
    await database.kysely
      .insertInto("tube_count")
      .values([
        { day: "2026-11-21", station_id: "st-lab", tubes: 900, people: 9_000 },
        { day: "2026-11-22", station_id: "st-lab", tubes: 12, people: 118 },
        { day: "2026-11-22", station_id: "st-hall", tubes: 3, people: 30 },
      ])
      .execute();
    const { tables, today } = await readSampling(database);
    expect({ tables, today }).toEqual({ tables: 2, today: { tubes: 15, people: 148 } });
  });

  it("lists at most 20 closed tubes, newest received first, with their state and place", async () => {
    const database = await postgres.createDatabase();
    await addTables(database, "st-lab");
    const rows = Array.from({ length: 25 }, (_, at) => tubeRow(at));
    rows[1] = tubeRow(1, { state: "quarantined", swabs: 9 });
    rows[2] = tubeRow(2, { state: "voided", members: 0, swabs: null, closed_at: null });
    const { closed } = await readSampling(database, rows.toReversed());
    expect(closed).toHaveLength(20);
    expect(closed[0]).toEqual({
      tubeId: eventId(300),
      tubeCode: "B0",
      stationId: "st-lab",
      siteName: "体育馆",
      laneName: "st-lab 台",
      members: 10,
      receivedAtMs: BOARD_NOW_MS,
      state: "sealed",
      swabs: 10,
      closedAtMs: BOARD_NOW_MS,
    });
    const said = closed
      .slice(1, 3)
      .map(({ state, swabs, closedAtMs }) => [state, swabs, closedAtMs]);
    expect(said).toEqual([
      ["quarantined", 9, ago(1).getTime()],
      ["voided", null, null],
    ]);
  });

  it("never shows a tube of a training", async () => {
    const database = await postgres.createDatabase();
    await addTables(database, "st-lab");
    const mode = "training";
    const { closed, open, quarantined } = await readSampling(database, [
      tubeRow(1, { mode }),
      openRow(2, { mode }),
      tubeRow(3, { mode, state: "quarantined" }),
    ]);
    expect([closed, open.count, quarantined.count]).toEqual([[], 0, 0]);
  });

  it("shows the newest open tube of each table, longest open first, and which number is old", async () => {
    const database = await postgres.createDatabase();
    await addTables(database, "st-lab", "st-hall", "st-gone");
    await database.kysely
      .updateTable("station_state")
      .set({ online: false })
      .where("station_id", "=", "st-hall")
      .execute();
    await database.kysely
      .updateTable("station")
      .set({ revoked_at: ago(9) })
      .where("station_id", "=", "st-gone")
      .execute();
    const { open } = await readSampling(database, [
      openRow(4_000, { members: 2 }),
      openRow(10),
      openRow(500, { station_id: "st-hall", capacity: 5, members: 3, opened_at: null }),
      openRow(700, { station_id: "st-gone" }),
    ]);
    expect(open.count).toBe(2);
    expect(
      open.tubes.map((tube) => [
        tube.stationId,
        tube.members,
        tube.capacity,
        tube.openedAtMs,
        tube.isLastKnown,
      ]),
    ).toEqual([
      ["st-hall", 3, 5, null, true],
      ["st-lab", 7, 10, ago(310).getTime(), false],
    ]);
  });

  it("shows at most 12 open tubes and counts them all", async () => {
    const database = await postgres.createDatabase();
    const ids = Array.from({ length: 15 }, (_, at) => `st-${at}`);
    await addTables(database, ...ids);
    const { open } = await readSampling(
      database,
      ids.map((station_id, at) => openRow(at, { station_id })),
    );
    expect([open.count, open.tubes.length]).toEqual([15, 12]);
    expect(open.tubes[0]?.stationId).toBe("st-14");
  });

  it("counts what was put aside within a day and shows at most 10, newest first", async () => {
    const database = await postgres.createDatabase();
    await addTables(database, "st-lab");
    const state = "quarantined";
    const day = 24 * 3_600;
    const rows = [...Array.from({ length: 12 }, (_, at) => at * 60), day - 1, day + 1];
    const { quarantined } = await readSampling(
      database,
      rows.map((at) => tubeRow(at, { state, swabs: 9 })),
    );
    expect([quarantined.count, quarantined.tubes.length]).toEqual([13, 10]);
    expect(quarantined.tubes[0]?.tubeCode).toBe("B0");
  });
});
