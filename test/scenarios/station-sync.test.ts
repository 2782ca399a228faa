import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "@gatehouse/desktop/host/clock";
import { nodeDigests, nodeRandomBytes as random } from "@gatehouse/desktop/host/digests";
import { openEventLog } from "@gatehouse/desktop/host/event-log/event-log";
import { openOutbox } from "@gatehouse/desktop/host/event-log/outbox";
import { openStationStore } from "@gatehouse/desktop/host/store/station-store";
import { startSync } from "@gatehouse/desktop/host/sync/start-sync";
import { StationViewSource } from "@gatehouse/desktop/host/view/station-view-source";
import { quietView } from "@gatehouse/protocols/rpc/quiet-view";
import { pino } from "pino";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type NetworkSwitch, startNetworkSwitch } from "../../scripts/start/network-switch.ts";
import { scanBody } from "../support/station-records.ts";
import { startTestPostgres, type TestPostgres } from "../support/test-database.ts";
import { TestGateway } from "../support/test-gateway.ts";

const WAIT = { timeout: 30_000, interval: 10 };
const logger = pino({ level: "silent" });
const role = "checkpoint";
const softwareVersion = "0.1.0";

let postgres: TestPostgres;
let centre: TestGateway;
let network: NetworkSwitch;
let opened: AsyncDisposableStack;

beforeAll(async () => {
  postgres = await startTestPostgres();
  centre = await TestGateway.start(await postgres.createDatabase());
  network = await startNetworkSwitch(() => centre.gateway.port);
});
afterEach(async () => {
  await opened?.disposeAsync();
  network.restore();
});
afterAll(async () => {
  await network?.close();
  await centre?.close();
  await postgres?.close();
});

let heldUpMs = 0;
/** The machine's clocks; `heldUpMs` lets time pass for what is measured, not for timers. */
const clock = {
  nowMs: systemClock.nowMs,
  monotonicMs: () => systemClock.monotonicMs() + heldUpMs,
};

type Identity = Awaited<ReturnType<TestGateway["enrol"]>>;

/** A station's log, outbox, view and sync, behind a cable to the centre. */
async function startStation(identity?: Identity) {
  const { stationId, credential } = identity ?? (await centre.enrol());
  opened = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-sync-"));
  opened.defer(() => rmSync(folder, { recursive: true, force: true }));
  const store = await openStationStore({ folder, clock, random, logger });
  opened.defer(() => store.close());
  const log = await openEventLog({
    ...{ store, role, softwareVersion, mode: "live", clock, random, logger },
    station: { stationId, siteId: "site-1", laneId: null },
    digests: nodeDigests,
    clockOffset: () => null,
  });
  opened.defer(() => log.close());
  const outbox = await openOutbox(store, log);
  const view = new StationViewSource(
    { place: { stationId, siteName: "Site 1", laneName: "Lane 1" }, softwareVersion },
    { ...quietView(0), unsent: await outbox.unsent() },
    clock,
  );
  const sync = startSync({
    ...{ log, outbox, view, clock, logger, softwareVersion },
    telemetry: null,
    bundles: { versions: () => [], take: () => Promise.resolve() },
    enrolment: {
      stationId,
      certificatePem: credential.certPem,
      caPem: centre.ca.caPem,
      brokerUrl: `mqtts://127.0.0.1:${network.port}`,
    },
    keyPem: credential.keyPem,
    random: () => 0,
    onClockEstimate: () => undefined,
  });
  opened.defer(() => sync.close());
  const scan = async (payload: string) => {
    const body = scanBody(payload) as never;
    await log.append(
      { type: "scan.recorded", body },
      { source: "device", actors: [], shiftId: null },
    );
  };
  return { stationId, log, scan, sync, now: () => view.views.value() };
}

async function stateAtCentre(stationId: string) {
  const { rows } = await centre.database.pool.query<{
    online: boolean;
    session: string;
    unsent: number;
  }>("select online, session, unsent from station_state where station_id = $1", [stationId]);
  return rows[0] ?? null;
}

const linkOf = (station: Awaited<ReturnType<typeof startStation>>) => () =>
  station.now().link.state;

describe("a station's sync with a real gateway", () => {
  it("GW-26: says that it is there, sends what it holds, and says how much is unsent", async () => {
    const station = await startStation();
    await expect.poll(linkOf(station), WAIT).toBe("online");
    await station.scan("FIRST-1");
    await expect.poll(() => centre.storedSeqs(station.stationId), WAIT).toEqual([1, 2]);
    await expect
      .poll(() => stateAtCentre(station.stationId), WAIT)
      .toMatchObject({ online: true, unsent: 0 });
    await expect.poll(() => station.now().unsent, WAIT).toEqual({ count: 0, oldestAtMs: null });
  });

  it("counts what is recorded without a network and sends it in order afterwards", async () => {
    const station = await startStation();
    await expect.poll(() => station.now().unsent.count, WAIT).toBe(0);
    network.cut();
    await expect.poll(linkOf(station), WAIT).toBe("offline");
    for (const payload of ["OFF-1", "OFF-2", "OFF-3"]) await station.scan(payload);
    await expect.poll(() => station.now().unsent.count, WAIT).toBe(3);
    expect(await centre.storedSeqs(station.stationId)).toEqual([1]);
    network.restore();
    await expect.poll(() => centre.storedSeqs(station.stationId), WAIT).toEqual([1, 2, 3, 4]);
    await expect.poll(() => station.now().unsent.count, WAIT).toBe(0);
  });

  it("GW-27: leaves a will that speaks for its own connection, and each connection has another session", async () => {
    const station = await startStation();
    const isOnline = async () => (await stateAtCentre(station.stationId))?.online;
    await expect.poll(isOnline, WAIT).toBe(true);
    const first = await stateAtCentre(station.stationId);
    network.cut();
    await expect.poll(isOnline, WAIT).toBe(false);
    expect((await stateAtCentre(station.stationId))?.session).toBe(first?.session);
    network.restore();
    await expect.poll(isOnline, WAIT).toBe(true);
    expect((await stateAtCentre(station.stationId))?.session).not.toBe(first?.session);
  });

  it("GW-26: says how it is again after ten seconds, though nothing changed", async () => {
    const station = await startStation();
    await expect.poll(() => station.now().unsent.count, WAIT).toBe(0);
    const { stationId } = station;
    const sql = "select reported_at from station_state where station_id = $1 and unsent = 0";
    const reportedAt = async () => (await centre.column<Date>(sql, [stationId]))[0]?.getTime() ?? 0;
    await expect.poll(reportedAt, WAIT).toBeGreaterThan(0);
    const before = await reportedAt();
    heldUpMs += 10_000;
    await expect.poll(reportedAt, WAIT).toBeGreaterThan(before);
  });

  it("says good-bye when it is ended, without a will", async () => {
    const station = await startStation();
    await expect.poll(() => station.now().unsent.count, WAIT).toBe(0);
    const { stationId } = station;
    await expect.poll(async () => (await stateAtCentre(stationId))?.online, WAIT).toBe(true);
    await station.sync.close();
    const said = { online: false, unsent: 0 };
    await expect.poll(() => stateAtCentre(stationId), WAIT).toMatchObject(said);
  });

  it("ends in time when the network goes in the same moment", async () => {
    const station = await startStation();
    await expect.poll(linkOf(station), WAIT).toBe("online");
    await station.scan("LAST-1");
    network.cut();
    await station.sync.close();
    expect((await centre.storedSeqs(station.stationId)).length).toBeLessThanOrEqual(2);
  });

  it("GW-3: shows that the centre refuses it, and goes on recording", async () => {
    const { credential } = await centre.enrol();
    const other = await centre.enrol();
    const station = await startStation({ stationId: other.stationId, credential });
    await expect.poll(linkOf(station), WAIT).toBe("refused");
    expect(station.now().link.code).toBe("link.refused");
    await station.scan("STILL-1");
    await expect.poll(() => station.now().unsent.count, WAIT).toBe(2);
  });
});
