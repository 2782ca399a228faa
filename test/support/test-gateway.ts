import { randomBytes } from "node:crypto";
import { parseStationId, type StationId } from "@gatehouse/protocols/ids";
import { type Gateway, startGateway } from "@gatehouse/sync-server/gateway/gateway";
import { unseal } from "@gatehouse/sync-server/store/sealing";
import { pino } from "pino";
import { eventually } from "./eventually.ts";
import { RawStation, type RawStationOptions } from "./raw-station.ts";
import { steadyPort } from "./steady-port.ts";
import { type Credential, makeTestCa, type TestCa } from "./test-ca.ts";
import type { TestDatabase } from "./test-database.ts";

/** A real gateway on a real database, and stations for it. */
export class TestGateway {
  readonly database: TestDatabase;
  readonly ca: TestCa;
  readonly key: Uint8Array;
  #gateway: Gateway;
  readonly #stations: RawStation[] = [];

  private constructor(database: TestDatabase, ca: TestCa, key: Uint8Array, gateway: Gateway) {
    this.database = database;
    this.ca = ca;
    this.key = key;
    this.#gateway = gateway;
  }

  static async start(database: TestDatabase): Promise<TestGateway> {
    const ca = await makeTestCa();
    const key = randomBytes(32);
    return new TestGateway(
      database,
      ca,
      key,
      await open(database, ca, { key, port: await steadyPort() }),
    );
  }

  get gateway(): Gateway {
    return this.#gateway;
  }

  /** Closes the gateway and starts another on the same port. */
  async restart(): Promise<void> {
    const { port } = this.#gateway;
    await this.#gateway.close();
    this.#gateway = await open(this.database, this.ca, { key: this.key, port });
  }

  /** Puts a station with a certificate into the registry. */
  async enrol(): Promise<{ readonly stationId: StationId; readonly credential: Credential }> {
    const stationId = newStationId();
    const credential = await this.ca.issue(stationId);
    await this.database.pool.query(
      `insert into station (station_id, role, site_id, site_name, lane_name)
       values ($1, 'checkpoint', 'site-1', 'Site 1', 'Lane 1')`,
      [stationId],
    );
    await this.database.pool.query(
      `insert into station_certificate (fingerprint, station_id, public_key_hash, certificate_pem)
       values ($1, $2, '', $3)`,
      [credential.fingerprint, stationId, credential.certPem],
    );
    return { stationId, credential };
  }

  /** An enrolled station, connected. */
  async station(): Promise<{
    readonly stationId: StationId;
    readonly credential: Credential;
    readonly link: RawStation;
  }> {
    const enrolled = await this.enrol();
    return { ...enrolled, link: await this.connect(enrolled) };
  }

  /** Connects and waits until let in. */
  async connect(
    options: Pick<RawStationOptions, "stationId" | "credential" | "changes">,
  ): Promise<RawStation> {
    const link = await RawStation.connect({ ...options, ...this.#address() });
    this.#stations.push(link);
    return link;
  }

  /** Connects and tells whether it was let in. */
  async knock(
    options: Pick<RawStationOptions, "stationId" | "credential" | "changes">,
  ): Promise<"connected" | "refused"> {
    const link = RawStation.open({ ...options, ...this.#address() });
    this.#stations.push(link);
    return await link.settled();
  }

  /** The one column of a query's rows. */
  async column<Value>(sql: string, values: readonly unknown[] = []): Promise<readonly Value[]> {
    const { rows } = await this.database.pool.query({
      text: sql,
      values: [...values],
      rowMode: "array",
    });
    return rows.map(([value]: readonly unknown[]) => value as Value);
  }

  /** Sequence numbers stored of a station, in order. */
  async storedSeqs(stationId: StationId): Promise<readonly number[]> {
    return await this.column<number>("select seq from event where station_id = $1 order by seq", [
      stationId,
    ]);
  }

  /** Waits until the gateway waits for a lock in the database. */
  async waitUntilBlocked(): Promise<void> {
    await eventually("a transaction is held up", async () => {
      const [blocked] = await this.column<number>("select pid from pg_locks where not granted");
      return blocked;
    });
  }

  /** Opens sealed bytes. */
  unseal(sealed: Buffer, context: string): string {
    const plain = unseal(this.key, sealed, context);
    if (!plain.ok) throw new Error(plain.reason);
    return plain.value.toString();
  }

  async close(): Promise<void> {
    await Promise.all(this.#stations.map((station) => station.close()));
    await this.#gateway.close();
  }

  #address() {
    return { port: this.#gateway.port, caPem: this.ca.caPem };
  }
}

/** A random station id. */
export function newStationId(): StationId {
  const station = parseStationId(`st-${randomBytes(4).toString("hex")}`);
  if (!station.ok) throw new Error("not a station id");
  return station.value;
}

function open(
  database: TestDatabase,
  ca: TestCa,
  at: { readonly key: Uint8Array; readonly port: number },
): Promise<Gateway> {
  return startGateway({
    ...database,
    ...at,
    tls: { ...ca.server, caPem: ca.caPem },
    host: "127.0.0.1",
    timeZone: "Asia/Shanghai",
    recheckMs: 50,
    logger: pino({ level: "silent" }),
  });
}
