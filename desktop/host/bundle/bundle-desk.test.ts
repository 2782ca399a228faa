import { BUNDLE_SIGNER_NAME, type Bundle } from "@gatehouse/protocols/bundle/bundle";
import { pino } from "pino";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestOperators, testOperators } from "../duty/test-operators.ts";
import {
  createTestClock,
  makeFolder,
  NOON_MS,
  startHost,
  type TestClock,
  type TestHost,
} from "../event-log/log-fixture.ts";
import { OLDEST_FIRST } from "../event-log/stored-rows.ts";
import { readRows } from "../store/store-reading.ts";
import { type BundleDesk, openBundles } from "./bundle-desk.ts";
import { makeBundleAuthority } from "./test-signer.ts";

const logger = pino({ level: "silent" });
const NO_EVENT = { events: [], versions: [] };

let centre: TestOperators;
let place: ReturnType<typeof makeFolder>;
let clock: TestClock;
let host: TestHost;
let desk: BundleDesk;
let applied: number[];

beforeAll(async () => {
  centre = await testOperators();
});
beforeEach(async () => {
  place = makeFolder();
  clock = createTestClock();
  await start();
});
afterEach(async () => {
  await stop();
  place.remove();
});

async function start(caPem = centre.caPem): Promise<void> {
  host = await startHost(place.folder, clock);
  desk = await openBundles({ store: host.store, log: host.log, caPem, clock, logger });
  applied = [];
  desk.changes.subscribe(({ version }) => applied.push(version));
}

async function stop(): Promise<void> {
  await desk.close();
  await host.close();
}

async function restart(caPem?: string): Promise<void> {
  await stop();
  await start(caPem);
}

/** What the whole log tells of bundles. */
async function events() {
  const rows = await readRows(host.store.events, { sort: OLDEST_FIRST });
  const ofBundles = rows.filter(({ type }) => type.startsWith("bundle."));
  return ofBundles.map(({ type, body, header: { source, actors, shiftId } }) => {
    expect({ source, actors, shiftId }).toEqual({ source: "device", actors: [], shiftId: null });
    return { type, ...body };
  });
}

async function seen() {
  return { events: await events(), versions: desk.versions() };
}

function refusal(version: number, reason: string) {
  return { type: "bundle.refused", kind: "operators", version, reason };
}

describe("bundles", () => {
  it("GW-42: are taken when good and newer; the station works by the newest", async () => {
    await desk.take(await centre.issue({ version: 3 }));
    await desk.take(await centre.issue({ version: 5 }));
    expect(await seen()).toEqual({
      events: [3, 5].map((version) => ({ type: "bundle.applied", kind: "operators", version })),
      versions: [{ kind: "operators", version: 5 }],
    });
    expect(desk.newest("operators")?.version).toBe(5);
    expect(applied).toEqual([3, 5]);
  });

  it("are there again after a restart, without being recorded again", async () => {
    const bundle = await centre.issue({ version: 3 });
    await desk.take(bundle);
    await restart();
    expect(desk.newest("operators")).toEqual(bundle);
    expect(await events()).toHaveLength(1);
    expect(applied).toEqual([]);
  });

  it("leave the same version and unknown kinds alone (GW-41)", async () => {
    await desk.take({ kind: "red-filter", version: 1, something: "of a later centre" });
    expect(await seen()).toEqual(NO_EVENT);
    await desk.take(centre.bundle);
    await desk.take(centre.bundle);
    expect(await events()).toHaveLength(1);
  });

  it("that come at once are taken one after the other", async () => {
    const [second, third] = [
      await centre.issue({ version: 2 }),
      await centre.issue({ version: 3 }),
    ];
    await Promise.all([centre.bundle, second, third, second].map((bundle) => desk.take(bundle)));
    expect(applied).toEqual([1, 2, 3]);
    expect((await events()).at(-1)).toEqual(refusal(2, "lower-version"));
  });
});

describe("bundles that are not good", () => {
  async function refusedAs(reason: string, version: number, bundle: unknown): Promise<void> {
    await desk.take(centre.bundle);
    await desk.take(bundle);
    expect((await events()).at(-1)).toEqual(refusal(version, reason));
    expect(desk.newest("operators")).toEqual(centre.bundle);
    expect(applied).toEqual([1]);
    await restart();
    expect(desk.newest("operators")).toEqual(centre.bundle);
  }

  it("GW-42: leave the last good one when another CA certified the signer", async () => {
    const foreign = await testOperators();
    await refusedAs("foreign-signer", 9, await foreign.issue({ version: 9 }));
  });

  it("GW-42: leave the last good one when the signature is wrong", async () => {
    await refusedAs("bad-signature", 9, { ...centre.bundle, version: 9 });
  });

  it("GW-42: leave the last good one when they have expired", async () => {
    await refusedAs("expired", 9, await centre.issue({ version: 9, expiresAtMs: NOON_MS - 1 }));
  });

  it("GW-42: leave the last good one when the version is lower", async () => {
    await desk.take(await centre.issue({ version: 4 }));
    await desk.take(centre.bundle);
    expect((await events()).at(-1)).toEqual(refusal(1, "lower-version"));
    expect(desk.newest("operators")?.version).toBe(4);
  });

  it("leave the last good one when the shape or the body is wrong", async () => {
    const { bundle, caPem, sign } = await ownCentre();
    await restart(caPem);
    await desk.take(bundle);
    await desk.take(sign({ kind: "operators", version: 2, body: { operators: "all" } }));
    await desk.take({ ...bundle, version: 3, extra: true });
    await desk.take("nonsense");
    expect((await events()).slice(-3)).toEqual([
      refusal(2, "malformed-body"),
      refusal(3, "malformed-bundle"),
      { ...refusal(0, "malformed-bundle"), kind: "unknown" },
    ]);
    expect(desk.versions()).toEqual([{ kind: "operators", version: 1 }]);
  });

  it("are recorded once, however often they come", async () => {
    const expired = await centre.issue({ version: 9, expiresAtMs: NOON_MS - 1 });
    for (let round = 0; round < 3; round += 1) await desk.take(expired);
    expect(await events()).toEqual([refusal(9, "expired")]);
  });

  it("cannot fill the log with made-up versions", async () => {
    for (let version = 2; version < 200; version += 1) {
      await desk.take({ ...centre.bundle, version });
    }
    expect((await events()).length).toBeLessThan(100);
  });
});

describe("stored bundles", () => {
  it("go on to be used after they expired (GW-42)", async () => {
    await desk.take(await centre.issue({ version: 2, expiresAtMs: NOON_MS + 60_000 }));
    clock.setMs(NOON_MS + 3_600_000);
    await restart();
    expect(desk.versions()).toEqual([{ kind: "operators", version: 2 }]);
  });

  it("of another centre are dropped, and its bundles start anew", async () => {
    await desk.take(await centre.issue({ version: 8 }));
    const other = await testOperators();
    await restart(other.caPem);
    expect(desk.newest("operators")).toBeNull();
    await desk.take(other.bundle);
    await restart(other.caPem);
    expect(desk.newest("operators")).toEqual(other.bundle);
  });

  it("that were damaged are dropped", async () => {
    await desk.take(centre.bundle);
    const damaged: Bundle = { ...centre.bundle, body: {} };
    const row = { id: "operators", version: 1, receivedAtMs: NOON_MS, bundle: damaged };
    await host.store.bundles.incrementalUpsert(row);
    await restart();
    expect(desk.newest("operators")).toBeNull();
    expect(await readRows(host.store.bundles, {})).toEqual([]);
  });

  it("whose record a power cut prevented are recorded at the next start", async () => {
    await host.log.close();
    await desk.take(centre.bundle);
    expect(desk.newest("operators")).toBeNull();
    await restart();
    expect(desk.versions()).toEqual([{ kind: "operators", version: 1 }]);
    expect(await events()).toEqual([{ type: "bundle.applied", kind: "operators", version: 1 }]);
  });
});

/** A centre whose key the test holds. */
async function ownCentre() {
  const { caPem, signerNamed } = await makeBundleAuthority();
  const { sign } = await signerNamed(BUNDLE_SIGNER_NAME);
  const { body } = centre.bundle;
  return { caPem, sign, bundle: sign({ kind: "operators", version: 1, body }) };
}
