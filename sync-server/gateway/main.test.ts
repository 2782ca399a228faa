import { type ChildProcess, fork } from "node:child_process";
import { createPublicKey, randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../../test/support/eventually.ts";
import { RawStation } from "../../test/support/raw-station.ts";
import { StationRecords } from "../../test/support/station-records.ts";
import {
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
} from "../../test/support/test-database.ts";
import { newStationId } from "../../test/support/test-gateway.ts";
import {
  certificateFromPem,
  certificatePem,
  fingerprintOf,
  generateKeyPair,
  keyPairFromPem,
  makeEndCertificate,
  privateKeyPem,
} from "../pki/certificate.ts";
import { openPki } from "../pki/pki.ts";
import { childMessageSchema, type RuntimeInfo } from "../process-contract.ts";

const PROGRAM = fileURLToPath(new URL("./main.ts", import.meta.url));

let folder: string;
let postgres: TestPostgres;
let database: TestDatabase;
const children: ChildProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gh-gateway-"));
  postgres = await startTestPostgres();
  database = await postgres.createDatabase();
});

afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await postgres?.close();
  await rm(folder, { recursive: true, force: true });
});

async function writeRuntime(ports: { readonly mqttPort: number; readonly enrolPort: number }) {
  const runtime: RuntimeInfo = {
    supervisorPid: process.pid,
    dataFolder: folder,
    keysFolder: join(folder, "keys"),
    logsFolder: join(folder, "logs"),
    host: "127.0.0.1",
    ...ports,
    webHost: "127.0.0.1",
    webPort: 0,
    publicHost: "127.0.0.1",
    certificateNames: [],
    database: database.connection,
    timeZone: "Asia/Shanghai",
    city: "test",
    logLevel: "info",
    caFingerprint: "",
    addresses: null,
  };
  const file = join(folder, "runtime.json");
  await writeFile(file, JSON.stringify(runtime), { mode: 0o600 });
  return file;
}

/** Starts the gateway as its supervisor does; answers once it says that it is ready. */
async function startGatewayProcess(ports = { mqttPort: 0, enrolPort: 0 }) {
  const file = await writeRuntime(ports);
  const child = fork(PROGRAM, { env: { GATEHOUSE_RUNTIME: file }, stdio: "inherit" });
  children.push(child);
  const [said] = await once(child, "message");
  const message = childMessageSchema.parse(said);
  if (message.type !== "ready") throw new Error(message.message);
  const { mqttPort = 0, enrolPort = 0 } = message.ports;
  return { child, ports: { mqttPort, enrolPort } };
}

/** An enrolled station, certified by the CA that the gateway uses. */
async function enrolStation() {
  const keysFolder = join(folder, "keys");
  const pki = await openPki({ keysFolder, names: [] });
  const stationId = newStationId();
  const caKey = await readFile(join(keysFolder, "ca-key.pem"), "utf8");
  const issuer = { certificate: certificateFromPem(pki.caPem), keys: await keyPairFromPem(caKey) };
  const keyPem = await privateKeyPem(await generateKeyPair());
  const certificate = await makeEndCertificate(issuer, {
    commonName: stationId,
    publicKey: createPublicKey(keyPem).export({ type: "spki", format: "der" }),
    usages: ["client"],
  });
  const fingerprint = fingerprintOf(certificate);
  await database.pool.query(
    `insert into station (station_id, role, site_id, site_name, lane_name)
     values ($1, 'checkpoint', 's', 's', 'l')`,
    [stationId],
  );
  await database.pool.query(
    `insert into station_certificate (fingerprint, station_id, public_key_hash, certificate_pem)
     values ($1, $2, '', '')`,
    [fingerprint, stationId],
  );
  const credential = { keyPem, certPem: certificatePem(certificate), fingerprint };
  return { stationId, credential, caPem: pki.caPem };
}

describe("gateway process", () => {
  it("killed again and again under load, holds every event exactly once", async () => {
    let { child, ports } = await startGatewayProcess();
    const enrolled = await enrolStation();
    const records = new StationRecords(enrolled.stationId);
    records.scans(600);
    for (let cycle = 1; cycle <= 3; cycle += 1) {
      const link = await RawStation.connect({ ...enrolled, port: ports.mqttPort });
      const { marks } = await link.hello([
        {
          stream: "ev",
          epoch: records.epoch,
          epochOrder: 1,
          maxSeq: 600,
          ackedSeq: 0,
          ackedHash: null,
        },
      ]);
      const from = (marks[0]?.hw ?? 0) + 1;
      const batches = [0, 40, 80, 120].map((at) => records.batch(from + at, from + at + 39));
      for (const { message } of batches) link.send(message);
      // Killed with some of them acknowledged and some not, at a moment that differs.
      await link.ackOf(batches[randomBytes(1).readUInt8() % 3]?.id ?? "");
      child.kill("SIGKILL");
      await link.closed();
      const acked = Math.max(...link.acks().map((ack) => ack.hw));
      const { rows } = await database.pool.query<{ seqs: number[] }>(
        "select array_agg(seq::integer order by seq) as seqs from event where station_id = $1",
        [enrolled.stationId],
      );
      const stored = rows[0]?.seqs ?? [];
      expect(stored).toEqual(stored.map((_, at) => at + 1));
      expect(stored.length).toBeGreaterThanOrEqual(acked);
      ({ child, ports } = await startGatewayProcess(ports));
    }
    const link = await RawStation.connect({ ...enrolled, port: ports.mqttPort });
    const whole = records.batch(1, 600, { enc: "zstd" });
    link.send(whole.message);
    expect(await link.ackOf(whole.id)).toMatchObject({ hw: 600, rejected: [] });
    const { rows } = await database.pool.query<{ events: number; positions: number }>(
      `select count(*) as events, count(distinct seq) as positions from event where station_id = $1`,
      [enrolled.stationId],
    );
    expect(rows).toEqual([{ events: 600, positions: 600 }]);
    await link.close();
    child.kill("SIGTERM");
    await eventually("clean exit", () =>
      child.exitCode === null ? null : { code: child.exitCode },
    );
    expect(child.exitCode).toBe(0);
  });

  it("says why it cannot start when its port is taken", async () => {
    const { child, ports } = await startGatewayProcess();
    await expect(startGatewayProcess({ ...ports, enrolPort: 0 })).rejects.toThrow(/port is in use/);
    child.kill("SIGTERM");
    await once(child, "exit");
  });
});
