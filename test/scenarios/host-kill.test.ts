import { randomInt } from "node:crypto";
import { join } from "node:path";
import { systemClock } from "@gatehouse/desktop/host/clock";
import { nodeDigests, nodeRandomBytes } from "@gatehouse/desktop/host/digests";
import { verifyChain } from "@gatehouse/desktop/host/event-log/verify-chain";
import { openStationStore } from "@gatehouse/desktop/host/store/station-store";
import type { StationView } from "@gatehouse/protocols/rpc/station-view";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRpc } from "../../scripts/start/rpc-line.ts";
import { queryCentre } from "../support/centre-rows.ts";
import { type RunningDemo, startRunningDemo } from "../support/running-demo.ts";

const CYCLES = 20;
const BURST = 40;
const TIMEOUT_MS = 60_000;

describe("a station that is killed in the middle of a burst of scans", () => {
  let running: RunningDemo;
  const accepted = new Set<string>();

  beforeAll(async () => {
    running = await startRunningDemo();
  }, 240_000);

  afterAll(async () => {
    await running?.close();
  });

  /** Sends a burst, remembers what the screen showed as recorded, and kills the host meanwhile. */
  async function killInBurst(cycle: number): Promise<void> {
    const { checkpoint } = running.demo;
    // The first start's own link was used up by the guard; his shift outlives every kill.
    const entryUrl = cycle === 1 ? await checkpoint.screenLink() : checkpoint.ready().entryUrl;
    const line = await openRpc(entryUrl);
    const screen = line.subscribe<StationView>("view");
    const remember = ({ post }: StationView) => {
      const recent = post.role === "checkpoint" ? post.recent : [];
      for (const scan of recent) accepted.add(scan.eventId);
      return false;
    };
    const isReady = ({ devices, duty }: StationView) =>
      devices[0]?.state === "ready" && duty.state === "on";
    await screen.until(isReady, TIMEOUT_MS);
    const watching = screen.until(remember, TIMEOUT_MS).catch(() => undefined);
    const known = accepted.size;
    for (let at = 0; at < BURST; at += 1) checkpoint.scanner.scan(`GH1:KILL${cycle}X${1_000 + at}`);
    const killAfter = randomInt(1, BURST / 2);
    await expect
      .poll(() => accepted.size - known, { timeout: TIMEOUT_MS, interval: 1 })
      .toBeGreaterThanOrEqual(Math.min(killAfter, 8));
    await checkpoint.kill();
    await watching;
    await checkpoint.start();
  }

  it(`has every accepted scan at the centre exactly once after ${CYCLES} kills`, async () => {
    for (let cycle = 1; cycle <= CYCLES; cycle += 1) await killInBurst(cycle);
    expect(accepted.size).toBeGreaterThan(CYCLES);
    const sql = "select event_id::text as id, count(*)::int as times from event group by event_id";
    const missing = async () => {
      const rows = await queryCentre<{ id: string; times: number }>(
        join(running.dataFolder, "centre"),
        sql,
      );
      const held = new Set(rows.map((row) => row.id));
      return {
        lost: [...accepted].filter((id) => !held.has(id)),
        doubled: rows.filter((row) => row.times > 1),
      };
    };
    await expect.poll(missing, { timeout: TIMEOUT_MS }).toEqual({ lost: [], doubled: [] });
  }, 300_000);

  it("GW-24: has a chain that verifies across all restarts", async () => {
    await running.demo.checkpoint.stop();
    const store = await openStationStore({
      folder: join(running.dataFolder, "checkpoint"),
      clock: systemClock,
      random: nodeRandomBytes,
      logger: pino({ level: "silent" }),
    });
    try {
      expect(await verifyChain(store, nodeDigests)).toMatchObject({
        firstBreak: null,
        isComplete: true,
      });
    } finally {
      await store.close();
    }
  });
});
