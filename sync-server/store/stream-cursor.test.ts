import { type EpochId, parseEpochId } from "@gatehouse/protocols/ids";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
} from "../../test/support/test-database.ts";
import { type CursorKey, lockCursors, moveCursors } from "./stream-cursor.ts";
import { inTransaction } from "./transaction.ts";

const STATIONS = ["st-c", "st-a", "st-b"];

let postgres: TestPostgres;
let database: TestDatabase;

beforeAll(async () => {
  postgres = await startTestPostgres();
  database = await postgres.createDatabase();
  await database.pool.query(
    `insert into station (station_id, role, site_id, site_name, lane_name)
     select id, 'checkpoint', 'site-1', 'Site 1', 'Lane 1' from unnest($1::text[]) as id`,
    [STATIONS],
  );
});
afterAll(() => postgres?.close());

function epochOf(hex: string): EpochId {
  const epoch = parseEpochId(hex.repeat(16));
  if (!epoch.ok) throw new Error(epoch.reason);
  return epoch.value;
}

function keyOf(stationId: string, epoch = epochOf("a")): CursorKey {
  return { stationId, stream: "ev", epoch };
}

function lock(keys: readonly CursorKey[]) {
  return inTransaction(database.pool, (client) => lockCursors(client, keys));
}

describe("stream cursors", () => {
  it("are locked in one order however they are asked for, so that two gateways never deadlock", async () => {
    const asked = STATIONS.map((stationId) => keyOf(stationId));
    for (const keys of [asked, asked.toReversed()]) {
      const locked = await lock(keys);
      expect(locked.map(({ stationId }) => stationId)).toEqual(["st-a", "st-b", "st-c"]);
    }
  });

  it("begin at 0 and are not made for a station that is not in the registry", async () => {
    const locked = await lock([keyOf("st-a", epochOf("b")), keyOf("st-stranger", epochOf("b"))]);
    expect(locked).toMatchObject([{ stationId: "st-a", hw: 0, hwHash: null }]);
  });

  it("move each epoch by itself", async () => {
    const [one, other] = [keyOf("st-a", epochOf("c")), keyOf("st-a", epochOf("d"))];
    await inTransaction(database.pool, async (client) => {
      const locked = await lockCursors(client, [one, other]);
      await moveCursors(client, [{ ...one, hw: 7, hwHash: "h".repeat(43) }]);
      expect(locked).toHaveLength(2);
    });
    expect((await lock([one, other])).map(({ hw }) => hw)).toEqual([7, 0]);
  });
});
