import type { Scrape } from "@gatehouse/protocols/telemetry/scrape";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeFolder } from "../event-log/log-fixture.ts";
import type { Telemetry } from "./telemetry.ts";
import {
  epochOf,
  listeningLogger,
  NINE_MS,
  openAs,
  rowsOf,
  scrape,
  turnEnds,
} from "./telemetry-fixture.ts";

const DAY_MS = 86_400_000;
const POLL_MS = 5_000;
let place: ReturnType<typeof makeFolder>;
let opened: Telemetry[];
let nowMs: number;

beforeEach(() => {
  place = makeFolder();
  opened = [];
  nowMs = NINE_MS;
});
afterEach(() => {
  for (const telemetry of opened) telemetry.close();
  place.remove();
});

function open(order: number, maxRows: number, changed: Parameters<typeof openAs>[2] = {}) {
  const clock = { nowMs: () => nowMs };
  const telemetry = openAs(order, place.folder, { clock, maxRows, ...changed });
  opened.push(telemetry);
  return telemetry;
}

/** Takes readings one turn after the other, as a poll brings them. */
async function poll(telemetry: Telemetry, times: number, deviceId = "probe-1"): Promise<void> {
  for (let count = 0; count < times; count += 1) {
    scrape(telemetry, [count, -count], { deviceId, wallTimeMs: nowMs });
    nowMs += POLL_MS;
    await turnEnds();
  }
}

async function seqsOf(telemetry: Telemetry, order = 1): Promise<number[]> {
  return (await rowsOf(telemetry, order)).map(({ seq }) => seq);
}

describe("the bound of telemetry, where the centre has the rows", () => {
  it("lets go of acknowledged rows after seven days, though there is room", async () => {
    const telemetry = open(1, 1_000);
    await poll(telemetry, 10);
    await telemetry.outbox.setAcked({ epoch: epochOf(1), seq: 6 });
    nowMs = NINE_MS + 7 * DAY_MS + 3 * POLL_MS;
    await poll(telemetry, 1);
    expect(await seqsOf(telemetry)).toEqual([5, 6, 7, 8, 9, 10, 11]);
    nowMs += DAY_MS;
    await poll(telemetry, 1);
    expect(await seqsOf(telemetry)).toEqual([7, 8, 9, 10, 11, 12]);
  });

  it("gives up the oldest acknowledged rows first, and no resolution", async () => {
    const telemetry = open(1, 100);
    await poll(telemetry, 60);
    await telemetry.outbox.setAcked({ epoch: epochOf(1), seq: 50 });
    await poll(telemetry, 60);
    const rows = await rowsOf(telemetry);
    expect(rows.length).toBeLessThanOrEqual(100);
    expect(rows[0]?.seq).toBeGreaterThan(20);
    expect(rows.at(-1)?.seq).toBe(120);
    expect(rows.every(({ span }) => span === null)).toBe(true);
  });

  it("lists an epoch no more when its rows are acknowledged and gone", async () => {
    const first = open(1, 1_000);
    await poll(first, 5);
    first.close();
    const second = open(2, 1_000);
    await poll(second, 1);
    await second.outbox.setAcked({ epoch: epochOf(1), seq: 5 });
    expect(await second.outbox.streams()).toMatchObject([{ epochOrder: 1 }, { epochOrder: 2 }]);
    nowMs += 8 * DAY_MS;
    await poll(second, 1);
    expect(await second.outbox.streams()).toMatchObject([{ epochOrder: 2, maxSeq: 2 }]);
  });

  it("keeps an epoch's last row while it runs, so that a mark that goes back finds the end", async () => {
    const telemetry = open(1, 1_000);
    await poll(telemetry, 5);
    await telemetry.outbox.setAcked({ epoch: epochOf(1), seq: 5 });
    nowMs += 30 * DAY_MS;
    await poll(telemetry, 1);
    await telemetry.outbox.setAcked({ epoch: epochOf(1), seq: 2 });
    expect(await telemetry.outbox.streams()).toMatchObject([{ maxSeq: 6, ackedSeq: 2 }]);
    expect(await seqsOf(telemetry)).toEqual([6]);
  });
});

describe("the bound of telemetry, where nothing is acknowledged", () => {
  it("GW-36: puts old rows together, leaves holes, and ends each epoch with its last row", async () => {
    const telemetry = open(1, 40);
    await poll(telemetry, 200);
    const [stream] = await telemetry.outbox.streams();
    expect(stream).toMatchObject({ maxSeq: 200, ackedSeq: 0 });
    const rows = await rowsOf(telemetry);
    expect(rows.length).toBeLessThanOrEqual(40);
    expect(rows[0]?.seq).toBeGreaterThan(1);
    expect(rows.at(-1)).toMatchObject({ seq: 200, values: [199, -199], span: null });
    expect(rows.every((row, at) => row.seq > (rows[at - 1]?.seq ?? 0))).toBe(true);
    expect(rows[0]?.span).toMatchObject({
      firstWallTimeMs: NINE_MS,
      lows: [0, expect.any(Number)],
    });
  });

  it("keeps the newer rows as they are and the older ones evenly coarse", async () => {
    const telemetry = open(1, 200);
    await poll(telemetry, 1_500);
    const rows = await rowsOf(telemetry);
    const sizes = rows.map(({ span }) => span?.scrapes ?? 1);
    expect(sizes.slice(-90)).toEqual(Array.from({ length: 90 }, () => 1));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(32);
  });

  it("does not put rows of different host starts together", async () => {
    for (let order = 1; order <= 4; order += 1) {
      const telemetry = open(order, 20);
      await poll(telemetry, 15);
      telemetry.close();
    }
    const telemetry = open(5, 20);
    const streams = await telemetry.outbox.streams();
    expect(streams.map(({ maxSeq }) => maxSeq)).toEqual([15, 15, 15, 15]);
    for (const order of [1, 2, 3, 4]) expect(scrapesIn(await rowsOf(telemetry, order))).toBe(15);
  });

  it("drops the oldest rows, and says so once, only where none can be put together", async () => {
    const { logger, lines } = listeningLogger();
    const telemetry = open(1, 10, { logger });
    for (let device = 1; device <= 15; device += 1) await poll(telemetry, 1, `probe-${device}`);
    expect(await seqsOf(telemetry)).toEqual([6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
    expect(lines).toEqual(["no room for telemetry: unsent rows are dropped"]);
  });

  it("goes on from there after a restart", async () => {
    const telemetry = open(1, 40);
    await poll(telemetry, 100);
    telemetry.close();
    const again = open(2, 30);
    await poll(again, 100);
    const rows = [...(await rowsOf(again, 1)), ...(await rowsOf(again, 2))];
    expect(rows.length).toBeLessThanOrEqual(30);
    expect(scrapesIn(rows)).toBe(200);
  });
});

describe("any thinning", () => {
  it.each(Array.from({ length: 20 }, (_, at) => at + 1))(
    "keeps each device's extremes, last values and number of scrapes (seed %i)",
    async (seed) => {
      const random = seeded(seed);
      const taken: Taken[] = [];
      const maxRows = 24 + Math.floor(random() * 60);
      for (let order = 1; order <= 3; order += 1) {
        const telemetry = open(order, maxRows);
        const turns = 20 + Math.floor(random() * 150);
        for (let turn = 0; turn < turns; turn += 1) {
          for (let burst = Math.floor(random() * 4); burst >= 0; burst -= 1) {
            taken.push(takeAny(telemetry, random));
          }
          await turnEnds();
        }
        telemetry.close();
      }
      const telemetry = open(4, maxRows);
      const kept: Scrape[] = [];
      for (const order of [1, 2, 3]) kept.push(...(await rowsOf(telemetry, order)));
      expect(kept.length).toBeLessThanOrEqual(maxRows);
      expect(summaryOf(kept)).toEqual(summaryOf(taken));
    },
  );
});

type Taken = Pick<Scrape, "deviceId" | "values" | "span">;

function takeAny(telemetry: Telemetry, random: () => number): Taken {
  const any = () => (random() < 0.2 ? null : Math.round(random() * 1_000) / 10);
  const deviceId = `probe-${1 + Math.floor(random() * 3)}`;
  const values = [any(), any()];
  scrape(telemetry, values, { deviceId, wallTimeMs: nowMs });
  nowMs += POLL_MS;
  return { deviceId, values, span: null };
}

/** What must not be lost of each device, whatever rows were put together. */
function summaryOf(rows: readonly Taken[]) {
  const devices = [...new Set(rows.map(({ deviceId }) => deviceId))].sort();
  return devices.map((deviceId) => {
    const own = rows.filter((row) => row.deviceId === deviceId);
    const of = (metric: number, end: "lows" | "highs") =>
      own.map(({ values, span }) => (span?.[end] ?? values)[metric] ?? null);
    const isNumber = (value: number | null) => value !== null;
    return {
      deviceId,
      scrapes: scrapesIn(own),
      lows: [0, 1].map((metric) => Math.min(...of(metric, "lows").filter(isNumber))),
      highs: [0, 1].map((metric) => Math.max(...of(metric, "highs").filter(isNumber))),
      last: own.at(-1)?.values,
    };
  });
}

function scrapesIn(rows: readonly Pick<Scrape, "span">[]): number {
  return rows.reduce((sum, { span }) => sum + (span?.scrapes ?? 1), 0);
}

/** Numbers in [0, 1) from a seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
