import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { StationRecords } from "../../test/support/station-records.ts";
import { TestGateway } from "../../test/support/test-gateway.ts";
import { type Database, openDatabase } from "../store/database.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../store/embedded-postgres.ts";
import { migrate } from "../store/migrate.ts";

const logger = pino({ level: "silent" });
let dataFolder: string;
let postgres: EmbeddedPostgres;
let database: Database;
let centre: TestGateway;

beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), "gh-outage-"));
  postgres = await startEmbeddedPostgres({ dataFolder, logger });
  database = openDatabase({ connection: postgres.connection, name: "test", logger });
  await migrate(database.pool);
  centre = await TestGateway.start({ ...database, connection: postgres.connection });
});

afterAll(async () => {
  await centre?.close();
  await database?.close();
  await postgres?.close();
  await rm(dataFolder, { recursive: true, force: true });
});

describe("database away", () => {
  it("GW-22: answers nothing meanwhile, and holds every event exactly once afterwards", async () => {
    const { stationId, link } = await centre.station();
    const records = new StationRecords(stationId);
    records.scans(90);
    const first = records.batch(1, 30);
    link.send(first.message);
    await link.ackOf(first.id);
    await postgres.close();
    const during = records.batch(31, 60);
    link.send(during.message);
    // The broker itself still answers, so the batch before this was taken in.
    await link.client.publishAsync(`gh/v1/s/${stationId}/up/ev`, Buffer.from("x"), { qos: 1 });
    expect(link.acks()).toHaveLength(1);
    expect(link.isOpen).toBe(true);
    postgres = await startEmbeddedPostgres({ dataFolder, logger });
    expect((await link.ackOf(during.id)).hw).toBe(60);
    const repeated = records.batch(31, 90);
    link.send(repeated.message);
    expect((await link.ackOf(repeated.id)).hw).toBe(90);
    expect(await centre.storedSeqs(stationId)).toEqual(records.events.map((_, at) => at + 1));
  });

  it("keeps a bounded number of batches of a station and lets it send the rest again", async () => {
    const { stationId, link } = await centre.station();
    const records = new StationRecords(stationId);
    records.scans(40);
    await postgres.close();
    const batches = records.events.map((_, at) => records.batch(at + 1, at + 1));
    for (const { message } of batches) link.send(message);
    await link.client.publishAsync(`gh/v1/s/${stationId}/up/ev`, Buffer.from("x"), { qos: 1 });
    expect(centre.gateway.faultCounts().get("queue-full")).toBeGreaterThan(0);
    postgres = await startEmbeddedPostgres({ dataFolder, logger });
    const rest = records.batch(1, 40);
    const marks = await link.hello([
      {
        stream: "ev",
        epoch: records.epoch,
        epochOrder: 1,
        maxSeq: 40,
        ackedSeq: 0,
        ackedHash: null,
      },
    ]);
    expect(marks.marks[0]?.hw).toBeLessThan(40);
    link.send(rest.message);
    expect((await link.ackOf(rest.id)).hw).toBe(40);
    expect(await centre.storedSeqs(stationId)).toEqual(records.events.map((_, at) => at + 1));
  });

  it("a hello waits for it and is answered", async () => {
    const { link } = await centre.station();
    await postgres.close();
    const answer = link.hello([], Number(randomBytes(4).readUInt32BE()));
    postgres = await startEmbeddedPostgres({ dataFolder, logger });
    expect((await answer).marks).toEqual([]);
  });

  it("connections that die within a transaction cost nothing", async () => {
    const { stationId, link } = await centre.station();
    const records = new StationRecords(stationId);
    records.scans(200);
    for (let from = 1; from <= 200; from += 20) {
      const { id, message } = records.batch(from, from + 19);
      link.send(message);
      await database.pool
        .query(
          "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and usename = current_user and backend_type = 'client backend'",
        )
        .catch(() => null);
      await link.ackOf(id);
    }
    expect(await centre.storedSeqs(stationId)).toEqual(records.events.map((_, at) => at + 1));
  });
});
