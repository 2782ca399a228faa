import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { eventually } from "../../test/support/eventually.ts";
import {
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
} from "../../test/support/test-database.ts";
import { ChannelListener } from "./channel-listener.ts";

const logger = pino({ level: "silent" });
let postgres: TestPostgres;
let database: TestDatabase;

beforeAll(async () => {
  postgres = await startTestPostgres();
  database = await postgres.createDatabase();
});
afterAll(() => postgres?.close());

function listenerTo(connection = database.connection) {
  const heard = { signals: 0 };
  const onSignal = () => {
    heard.signals += 1;
  };
  const listener = new ChannelListener({ connection, channel: "test_channel", onSignal, logger });
  onTestFinished(() => listener.close());
  return { listener, heard };
}

async function hears(heard: { readonly signals: number }, more: number): Promise<void> {
  const before = heard.signals;
  for (let time = 0; time < more; time += 1) await database.pool.query("notify test_channel");
  await eventually("notified", () => heard.signals >= before + more || null);
}

describe("a listener to a channel", () => {
  it("signals once it listens, and at each notification of its channel only", async () => {
    const { listener, heard } = listenerTo();
    await listener.open();
    expect(heard.signals).toBe(1);
    await database.pool.query("notify other_channel");
    await hears(heard, 2);
    expect(heard.signals).toBe(3);
  });

  it("comes back when its connection is cut, and signals, since something may be missed", async () => {
    const { listener, heard } = listenerTo();
    listener.openWhenThere();
    await eventually("listening", () => heard.signals === 1 || null);
    await database.pool.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen test_channel'",
    );
    await eventually("back", () => heard.signals === 2 || null);
    await hears(heard, 1);
  });

  it("fails when it must listen and the database is not there", async () => {
    const { listener, heard } = listenerTo({ ...database.connection, database: "nowhere" });
    await expect(listener.open()).rejects.toMatchObject({ code: "db.unavailable" });
    expect(heard.signals).toBe(0);
  });

  it("waits for the database when it may", async () => {
    const { listener, heard } = listenerTo({ ...database.connection, database: "later" });
    listener.openWhenThere();
    await database.pool.query("create database later");
    await eventually("listening", () => heard.signals === 1 || null);
  });

  it("closes while it waits, and twice", async () => {
    const { listener } = listenerTo({ ...database.connection, database: "nowhere" });
    listener.openWhenThere();
    await listener.close();
    await expect(listener.close()).resolves.toBeUndefined();
  });
});
