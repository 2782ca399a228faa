import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { afterEach, describe, expect, it } from "vitest";
import type { DeviceState } from "../device/supervisor.ts";
import { type SimulatedProbe, startSimulatedProbe } from "../simulator/simulated-probe.ts";
import { type ProbeBusOptions, type ProbeListener, startProbes } from "./probe-driver.ts";

const WAIT = { timeout: 40_000, interval: 10 };
const POLL_MS = 50;

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** Simulated probes on a pty of their own. */
async function plugIn(...args: string[]): Promise<SimulatedProbe> {
  const folder = await mkdtemp(join(tmpdir(), "gatehouse-probe-"));
  cleanups.push(() => rm(folder, { recursive: true }));
  const wire = await startSimulatedProbe({ folder, arguments: args });
  cleanups.push(() => wire.close());
  return wire;
}

/** A driver of the addresses 1 to `count`, with everything that it tells of each. */
function drive(
  path: string,
  changed: Partial<ProbeBusOptions> & { count?: number } = {},
  hears: Partial<ProbeListener> = {},
) {
  const scrapes: { id: string; shown: string; wallTimeMs: number }[] = [];
  const states: { id: string; state: DeviceState }[] = [];
  const log: string[] = [];
  const note = (fields: object, message: string) =>
    log.push(JSON.stringify({ ...fields, message }));
  const driver = startProbes(
    {
      path,
      baudRate: 9_600,
      parity: "none",
      probes: Array.from({ length: changed.count ?? 1 }, (_, at) => ({
        deviceId: `probe-${at + 1}`,
        address: at + 1,
        pollMs: POLL_MS,
      })),
      logger: { info: note, warn: note },
      clock: { nowMs: () => Date.now(), monotonicMs: () => performance.now() },
      random: () => 0.1,
      ...changed,
    },
    {
      onScrape(id, values, at) {
        scrapes.push({ id, shown: values.join(" "), wallTimeMs: at.wallTimeMs });
        hears.onScrape?.(id, values, at);
      },
      onState: (id, state) => states.push({ id, state }),
    },
  );
  cleanups.push(() => driver.close());
  const of = <Told extends { id: string }>(told: Told[], n: number) =>
    told.filter(({ id }) => id === `probe-${n}`);
  const statesOf = (n = 1) =>
    of(states, n).map(({ state: { state, code } }) => (code ? `${state} ${code}` : state));
  return {
    driver,
    scrapes,
    log,
    statesOf,
    countOf: (n = 1) => of(scrapes, n).length,
    becomes: (state: string, n = 1) => expect.poll(() => statesOf(n).at(-1), WAIT).toBe(state),
    reads: (shown: string, n = 1) =>
      expect.poll(() => of(scrapes, n).at(-1)?.shown, WAIT).toBe(shown),
  };
}

describe("a probe driver, reading", () => {
  it("gives what is measured, below zero too, with the time of the answer", async () => {
    const wire = await plugIn("--temperature", "30.5", "--humidity", "54.6");
    const earliestMs = Date.now();
    const heard = drive(wire.path);
    await heard.reads("30.5 54.6");
    expect(heard.statesOf()).toEqual(["connecting", "ready"]);
    expect(heard.scrapes[0]?.wallTimeMs).toBeGreaterThanOrEqual(earliestMs);
    expect(heard.scrapes[0]?.wallTimeMs).toBeLessThanOrEqual(Date.now());
    await wire.set({ temperatureC: -20.5 });
    await heard.reads("-20.5 54.6");
  });

  it("reads answers that come in two pieces, at another speed and with parity", async () => {
    const wire = await plugIn("--temperature", "21", "--humidity", "40");
    await wire.split(true);
    const heard = drive(wire.path, { baudRate: 19_200, parity: "even" });
    await heard.reads("21 40");
    await wire.split(false);
    await wire.set({ humidityPct: 41 });
    await heard.reads("21 41");
  });

  it("goes on after one damaged answer, calls nothing lost, and notes it", async () => {
    const wire = await plugIn();
    const heard = drive(wire.path);
    await heard.becomes("ready");
    await wire.corrupt();
    await expect.poll(() => heard.log.join("\n"), WAIT).toContain("bad-crc");
    const before = heard.countOf();
    await expect.poll(() => heard.countOf(), WAIT).toBeGreaterThan(before);
    expect(heard.statesOf()).toEqual(["connecting", "ready"]);
  });

  it("gives null for one implausible value and is lost when both are", async () => {
    const wire = await plugIn("--temperature", "215", "--humidity", "54.6");
    const heard = drive(wire.path);
    await heard.reads(" 54.6");
    await wire.set({ humidityPct: 546 });
    await heard.becomes("lost device.bad-answer");
    await wire.set({ temperatureC: 21.5, humidityPct: 54.6 });
    await heard.reads("21.5 54.6");
    await heard.becomes("ready");
  });

  it("survives a listener that throws", async () => {
    const wire = await plugIn();
    const onScrape = () => {
      throw new TypeError("cannot take it");
    };
    const heard = drive(wire.path, {}, { onScrape });
    await expect.poll(() => heard.countOf(), WAIT).toBeGreaterThan(2);
    expect(heard.log.join("\n")).toContain("listener failed");
  });
});

describe("a probe driver, in trouble", () => {
  it("calls a probe that refuses lost with its bad answers, until it answers well", async () => {
    const wire = await plugIn();
    await wire.refuse(2);
    const heard = drive(wire.path);
    await heard.becomes("lost device.bad-answer");
    expect(heard.log.join("\n")).toContain("exception");
    await wire.refuse(0);
    await heard.becomes("ready");
    expect(heard.statesOf()).toEqual(["connecting", "lost device.bad-answer", "ready"]);
  });

  it("calls only the silent one of two on a wire lost, and has it back when it speaks", async () => {
    const wire = await plugIn("--probes", "2");
    await wire.set({ temperatureC: 18, humidityPct: 30, address: 2 });
    const heard = drive(wire.path, { count: 2 });
    await heard.reads("22.5 45", 1);
    await heard.reads("18 30", 2);
    await wire.mute(1);
    await heard.becomes("lost device.no-answer", 1);
    const before = heard.countOf(2);
    await expect.poll(() => heard.countOf(2), WAIT).toBeGreaterThan(before + 2);
    await wire.unmute(1);
    await heard.becomes("ready", 1);
    expect(heard.statesOf(2)).toEqual(["connecting", "ready"]);
  });

  it("loses all probes with their port and has them back with their first answers", async () => {
    const wire = await plugIn("--probes", "2");
    const heard = drive(wire.path, { count: 2 });
    await heard.becomes("ready", 1);
    await heard.becomes("ready", 2);
    await wire.unplug();
    await heard.becomes("lost device.disconnected", 1);
    await heard.becomes("lost device.disconnected", 2);
    await wire.plug();
    await heard.becomes("ready", 1);
    await heard.becomes("ready", 2);
  });

  it("waits for a port that is not there", async () => {
    const wire = await plugIn();
    await wire.unplug();
    const heard = drive(wire.path);
    await heard.becomes("lost device.absent");
    await wire.plug();
    await heard.becomes("ready");
  });

  it("gives the port back when closed, and may be closed twice", async () => {
    const wire = await plugIn();
    const first = drive(wire.path);
    await first.becomes("ready");
    await first.driver.close();
    await first.driver.close();
    const told = first.countOf();
    const second = drive(wire.path);
    await second.becomes("ready");
    expect(first.countOf()).toBe(told);
  });
});
