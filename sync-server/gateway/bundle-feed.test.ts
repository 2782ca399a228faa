import type { Bundle } from "@gatehouse/protocols/bundle/bundle";
import type { StationId } from "@gatehouse/protocols/ids";
import { MAX_MESSAGE_BYTES } from "@gatehouse/protocols/wire/messages";
import { pino } from "pino";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { eventually } from "../../test/support/eventually.ts";
import type { RawStation } from "../../test/support/raw-station.ts";
import { startTestPostgres, type TestPostgres } from "../../test/support/test-database.ts";
import { newStationId, TestGateway } from "../../test/support/test-gateway.ts";
import { BundleFeed, type BundleFeedOptions } from "./bundle-feed.ts";

let postgres: TestPostgres;
let centre: TestGateway;

beforeAll(async () => {
  postgres = await startTestPostgres();
});
beforeEach(async () => {
  await centre?.close();
  centre = await TestGateway.start(await postgres.createDatabase());
});
afterAll(async () => {
  await centre?.close();
  await postgres?.close();
});

/** Comes after every other kind, also where several are issued at once. */
const LAST = "z-last";

/** A bundle in its shape; whose it is, is for stations to ask. */
function bundleOf(kind: string, version: number, padding = ""): Bundle {
  return {
    v: 1,
    kind,
    version,
    issuedAtMs: 1_768_449_600_000,
    expiresAtMs: null,
    suite: "gh1",
    body: { operators: [], padding, 名: "岗亭" },
    signerPem: "PEM",
    signature: "s".repeat(86),
  };
}

describe("bundles", () => {
  async function insert({ kind, version }: Bundle, text: string): Promise<void> {
    await centre.database.pool.query(
      "insert into bundle (kind, version, issued_at, text) values ($1, $2, now(), $3)",
      [kind, version, text],
    );
    await centre.database.pool.query("select pg_notify('gatehouse_bundle', $1)", [kind]);
  }

  async function issue(kind: string, version: number, padding = ""): Promise<Bundle> {
    const bundle = bundleOf(kind, version, padding);
    await insert(bundle, JSON.stringify(bundle));
    return bundle;
  }

  async function fedTo(link: RawStation, count: number): Promise<readonly unknown[]> {
    return await eventually(`${count} feeds`, () =>
      link.feeds().length >= count ? link.feeds() : null,
    );
  }

  /** Resolves once whatever was due to `link` before has come: what is issued later comes after it. */
  async function settled(link: RawStation): Promise<readonly unknown[]> {
    await issue(LAST, 1);
    return await eventually("the last issue", () => {
      const kinds = link.feeds().map(({ bundle }) => (bundle as Bundle).kind);
      return kinds.includes(LAST) ? kinds : null;
    });
  }

  it("GW-41: come after the answer to a hello that names an older version, or none", async () => {
    await issue("operators", 4);
    const newest = await issue("operators", 5);
    for (const said of [undefined, [], [{ kind: "operators", version: 4 }]]) {
      const { link } = await centre.station();
      await link.hello([], 0, said);
      expect(await fedTo(link, 1)).toEqual([{ v: 1, kind: "bundle", bundle: newest }]);
      const topics = link.received.map(({ topic }) => topic.split("/").at(-1));
      expect(topics).toEqual(["hello", "feed"]);
    }
  });

  it.each([
    ["the same", 5],
    ["a newer one", 6],
  ])("do not come again to a station that has %s", async (_, version) => {
    await issue("operators", 5);
    const { link } = await centre.station();
    await link.hello([], 0, [{ kind: "operators", version }]);
    expect(await settled(link)).toEqual([LAST]);
  });

  it("of several kinds come each by its own version", async () => {
    const operators = await issue("operators", 2);
    await issue("peers", 7);
    const { link } = await centre.station();
    await link.hello([], 0, [{ kind: "peers", version: 7 }]);
    expect(await fedTo(link, 1)).toEqual([{ v: 1, kind: "bundle", bundle: operators }]);
    expect(await settled(link)).toEqual(["operators", LAST]);
  });

  it("GW-41: of a new issue come at once to every connected station, once", async () => {
    const links = [];
    for (let station = 0; station < 25; station += 1) {
      const { link } = await centre.station();
      await link.hello();
      links.push(link);
    }
    const first = await issue("operators", 1);
    for (const link of links) expect(await fedTo(link, 1)).toEqual([feedOf(first)]);
    const second = await issue("operators", 2);
    for (const link of links) {
      expect(await fedTo(link, 2)).toEqual([feedOf(first), feedOf(second)]);
    }
    // Notified again without a new one: nobody is told twice.
    await centre.database.pool.query("select pg_notify('gatehouse_bundle', 'operators')");
    const [link] = links;
    if (link) expect(await settled(link)).toEqual(["operators", "operators", LAST]);
  });

  it("do not go to a station before its hello, to one that is away, or to one that is revoked", async () => {
    const [silent, away, revoked] = [
      await centre.station(),
      await centre.station(),
      await centre.station(),
    ];
    const watcher = await centre.station();
    for (const { link } of [away, revoked, watcher]) await link.hello();
    await away.link.close();
    await centre.database.pool.query(
      "update station set revoked_at = now() where station_id = $1",
      [revoked.stationId],
    );
    await revoked.link.closed();
    await issue("operators", 1);
    expect(await settled(watcher.link)).toEqual(["operators", LAST]);
    for (const { link } of [silent, away, revoked]) expect(link.feeds()).toEqual([]);
    await silent.link.hello();
    expect(await fedTo(silent.link, 2)).toHaveLength(2);
  });

  it("that are too large for a message, or are none, are not sent; others are", async () => {
    const { link } = await centre.station();
    await link.hello();
    await issue("large", 1, "x".repeat(MAX_MESSAGE_BYTES));
    await insert(bundleOf("broken", 1), "{");
    await insert(bundleOf("misnamed", 1), JSON.stringify(bundleOf("operators", 9)));
    expect(await settled(link)).toEqual([LAST]);
    expect(link.isOpen).toBe(true);
  });

  it("GW-41: go on after the gateway was started again and after its connections were cut", async () => {
    await issue("operators", 1);
    await centre.restart();
    const { link } = await centre.station();
    await link.hello();
    expect(await fedTo(link, 1)).toHaveLength(1);
    await centre.database.pool
      .query(
        `select pg_terminate_backend(pid) from pg_stat_activity
          where pid <> pg_backend_pid() and datname = current_database()`,
      )
      .catch(() => null);
    const bundle = await issue("operators", 2);
    expect((await fedTo(link, 2)).at(-1)).toEqual(feedOf(bundle));
  });
});

function feedOf(bundle: Bundle) {
  return { v: 1, kind: "bundle", bundle };
}

describe("the look into the table", () => {
  const hello = { v: 1, softwareVersion: "test", sentAtMs: 0, streams: [], bundles: [] };

  function openFeed(changes: Partial<BundleFeedOptions> = {}) {
    const clock = { nowMs: 1_000_000 };
    const seen = { reads: 0, sent: [] as string[] };
    const bundle = bundleOf("operators", 1);
    const feed = new BundleFeed({
      read() {
        seen.reads += 1;
        return Promise.resolve([{ kind: "operators", version: 1, text: JSON.stringify(bundle) }]);
      },
      send: (station) => seen.sent.push(station),
      isConnected: () => true,
      nowMs: () => clock.nowMs,
      random: () => 0,
      logger: pino({ level: "silent" }),
      ...changes,
    });
    return { feed, clock, seen };
  }

  const stations: readonly StationId[] = Array.from({ length: 2_000 }, newStationId);

  it("is one for 2,000 stations that come back together", async () => {
    const { feed, seen } = openFeed();
    for (const station of stations) feed.greet(station, hello);
    await eventually("all are served", () => seen.sent.length === new Set(stations).size || null);
    expect(seen.reads).toBe(1);
    await feed.close();
  });

  it("is repeated for a hello after a while, so that a lost notification costs little", async () => {
    const { feed, clock, seen } = openFeed();
    const [first, second] = stations;
    if (!first || !second) throw new Error("two stations are there");
    feed.greet(first, hello);
    await eventually("the first", () => seen.sent.length === 1 || null);
    clock.nowMs += 60_000;
    feed.greet(second, hello);
    await eventually("the second", () => seen.sent.length === 2 || null);
    expect(seen).toEqual({ reads: 2, sent: [first, second] });
    await feed.close();
  });

  it("is tried again when the database is away, and nobody is forgotten", async () => {
    let tries = 0;
    const bundle = bundleOf("operators", 1);
    const { feed, seen } = openFeed({
      async read() {
        tries += 1;
        if (tries < 3) throw new Error("away");
        return await Promise.resolve([{ ...bundle, text: JSON.stringify(bundle) }]);
      },
    });
    const [station] = stations;
    if (!station) throw new Error("a station is there");
    feed.greet(station, hello);
    await eventually("served", () => seen.sent.length === 1 || null);
    expect(tries).toBe(3);
    await feed.close();
  });
});
