import { join } from "node:path";
import { quietView } from "@gatehouse/protocols/rpc/quiet-view";
import { pino } from "pino";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemClock as clock } from "../clock.ts";
import { nodeDigests, nodeRandomBytes as random } from "../digests.ts";
import { certificateRequest, ensureStationKey } from "../enrol/station-key.ts";
import { makeTestAuthority } from "../enrol/test-authority.ts";
import { openEventLog } from "../event-log/event-log.ts";
import { GUARD, makeFolder, scanOf, testStation } from "../event-log/log-fixture.ts";
import { openOutbox } from "../event-log/outbox.ts";
import { openStationStore } from "../store/station-store.ts";
import { openTelemetry } from "../telemetry/telemetry.ts";
import { scrape } from "../telemetry/telemetry-fixture.ts";
import { StationViewSource } from "../view/station-view-source.ts";
import { startSync } from "./start-sync.ts";
import type { BundleVersion } from "./station-condition.ts";
import { startTestBroker, type TestBroker } from "./test-broker.ts";
import { TestCentre } from "./test-centre.ts";

const WAIT = { timeout: 20_000, interval: 10 };
const logger = pino({ level: "silent" });
const softwareVersion = "0.1.0";
const { stationId } = testStation();

let authority: Awaited<ReturnType<typeof makeTestAuthority>>;
let opened: AsyncDisposableStack;
let folder: string;
let centre: TestCentre;
let broker: TestBroker;

beforeAll(async () => {
  authority = await makeTestAuthority();
});
beforeEach(async () => {
  opened = new AsyncDisposableStack();
  const place = makeFolder();
  opened.defer(() => place.remove());
  folder = place.folder;
  centre = new TestCentre(stationId, () => broker);
  const tls = { ...(await authority.certifyServer("127.0.0.1")), caPem: authority.caPem };
  broker = await startTestBroker(tls, (message) => centre.take(message));
  opened.defer(() => broker.close());
});
afterEach(() => opened.disposeAsync());

/** A log with its store, in one data space. */
async function openSpace(mode: "live" | "training") {
  const store = await openStationStore({ folder: join(folder, mode), clock, random, logger });
  opened.defer(() => store.close());
  const station = testStation();
  const log = await openEventLog({
    ...{ store, station, mode, softwareVersion, clock, random, logger },
    role: "checkpoint",
    digests: nodeDigests,
    clockOffset: () => null,
  });
  opened.defer(() => log.close());
  const outbox = await openOutbox(store, log);
  const scan = async (payload: string) => void (await log.append(scanOf(payload), GUARD));
  return { store, log, outbox, scan };
}

/** The bundles of a station that takes each as it comes. */
class Shelf {
  readonly taken: unknown[] = [];
  #versions: readonly BundleVersion[] = [{ kind: "operators", version: 7 }];

  versions(): readonly BundleVersion[] {
    return this.#versions;
  }

  async take(input: unknown): Promise<void> {
    if (input === "broken") throw new Error("disk");
    this.taken.push(input);
    this.#versions = [{ kind: "operators", version: 8 }];
  }
}

async function identity(): Promise<
  Parameters<typeof startSync>[0]["enrolment"] & { keyPem: string }
> {
  const keyPem = ensureStationKey(folder);
  const request = await certificateRequest(keyPem);
  const certificatePem = await authority.certifyStation(stationId, request);
  return { stationId, certificatePem, caPem: authority.caPem, brokerUrl: broker.url, keyPem };
}

/** A station on its live space, linked to the centre. */
async function startStation() {
  const live = await openSpace("live");
  const { epoch, epochOrder } = live.log;
  const parts = { folder: join(folder, "live"), clock, clockOffset: () => null, logger };
  const telemetry = openTelemetry({ ...parts, epoch, epochOrder });
  opened.defer(() => telemetry.close());
  const view = new StationViewSource(
    { place: { stationId, siteName: "Site 1", laneName: "Lane 1" }, softwareVersion },
    { ...quietView(clock.nowMs()), unsent: await live.outbox.unsent() },
    clock,
  );
  const bundles = new Shelf();
  const { keyPem, ...enrolment } = await identity();
  const sync = startSync({
    ...{ enrolment, keyPem, softwareVersion, telemetry, bundles, view, clock, logger },
    log: live.log,
    outbox: live.outbox,
    random: () => 0,
    onClockEstimate: () => undefined,
  });
  opened.defer(() => sync.close());
  return { live, telemetry, view, bundles, sync };
}

const lastState = () => centre.states.at(-1);

describe("a station's sync", () => {
  it("GW-39: lets nothing of a training leave the station: no batch, no hello, no unsent number", async () => {
    const { live, view, sync } = await startStation();
    const training = await openSpace("training");
    const { duty, post } = view.views.value();
    view.setWork({ mode: "training", post, duty });
    sync.conditionChanged();
    for (const payload of ["PLAY-1", "PLAY-2", "PLAY-3"]) await training.scan(payload);
    await live.scan("REAL-1");
    await expect.poll(() => centre.rows.ev.length, WAIT).toBe(2);
    await expect.poll(lastState, WAIT).toMatchObject({ isTraining: true, unsent: 0 });
    expect(centre.rows.ev.map(({ header }) => header.mode)).toEqual(["live", "live"]);
    expect(JSON.stringify(centre.rows)).not.toContain("PLAY-");
    const told = JSON.stringify([centre.hellos, centre.rows, centre.states]);
    expect(told).toContain(live.log.epoch);
    expect(told).not.toContain(training.log.epoch);
    expect(centre.states.map(({ unsent }) => unsent ?? 0).every((count) => count <= 2)).toBe(true);
    expect((await training.outbox.unsent()).count).toBe(4);
  });

  it("GW-36: sends what devices measure beside what is recorded, and keeps both marks", async () => {
    const { live, telemetry } = await startStation();
    scrape(telemetry);
    await live.scan("REAL-1");
    await expect.poll(() => centre.rows.tm, WAIT).toMatchObject([{ seq: 1, values: [21.5, 44] }]);
    const marks = async () =>
      [...(await live.outbox.streams()), ...(await telemetry.outbox.streams())].map(
        ({ ackedSeq }) => ackedSeq,
      );
    await expect.poll(marks, WAIT).toEqual([2, 1]);
  });

  it("GW-43: says who is on duty soon after it changed", async () => {
    const { view, sync } = await startStation();
    await expect.poll(lastState, WAIT).toMatchObject({ online: true, onDuty: ["1001"] });
    const { duty, mode, post } = view.views.value();
    view.setWork({ mode, post, duty: { ...duty, state: "off", operators: [] } });
    sync.conditionChanged();
    await expect.poll(lastState, WAIT).toMatchObject({ onDuty: [], isTraining: false });
  });

  it("GW-41, GW-43: names its bundles in the hello, takes a newer one, and says so", async () => {
    const { bundles } = await startStation();
    await expect.poll(() => centre.hellos, WAIT).toHaveLength(1);
    expect(centre.hellos[0]?.bundles).toEqual([{ kind: "operators", version: 7 }]);
    centre.feed({ kind: "operators", version: 8 });
    await expect.poll(() => bundles.taken, WAIT).toEqual([{ kind: "operators", version: 8 }]);
    await expect.poll(lastState, WAIT).toMatchObject({
      bundles: [{ kind: "operators", version: 8 }],
    });
  });

  it("goes on when a bundle cannot be taken", async () => {
    const { live } = await startStation();
    await expect.poll(() => centre.hellos, WAIT).toHaveLength(1);
    centre.feed("broken");
    await live.scan("REAL-1");
    await expect.poll(() => centre.rows.ev.length, WAIT).toBe(2);
  });
});
