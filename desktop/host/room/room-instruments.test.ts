import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import {
  type SimulatedProbe,
  startSimulatedProbe,
} from "@gatehouse/firmware-bridge/simulator/simulated-probe";
import type { ReadingView } from "@gatehouse/protocols/rpc/room-view";
import type { DeviceView } from "@gatehouse/protocols/rpc/station-view";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../clock.ts";
import { makeFolder, startHost, type TestHost } from "../event-log/log-fixture.ts";
import { OLDEST_FIRST } from "../event-log/stored-rows.ts";
import { roomSchema } from "../post-config.ts";
import { readRows } from "../store/store-reading.ts";
import type { Telemetry } from "../telemetry/telemetry.ts";
import { openAs, rowsOf } from "../telemetry/telemetry-fixture.ts";
import { type RoomInstruments, startRoomInstruments } from "./room-instruments.ts";

const WAIT = { timeout: 40_000, interval: 20 };
let place: ReturnType<typeof makeFolder>;
let probe: SimulatedProbe;
let host: TestHost;
let telemetry: Telemetry;
let room: RoomInstruments;
let devices: DeviceView[];
let changes: number;

beforeEach(async () => {
  place = makeFolder();
  const folder = join(place.folder, "wire");
  await mkdir(folder);
  probe = await startSimulatedProbe({ folder, arguments: ["--probes", "2"] });
  await probe.set({ temperatureC: 21.5, humidityPct: 44 });
  await probe.set({ temperatureC: 24, humidityPct: 50, address: 2 });
  await start(1);
});
afterEach(async () => {
  await stop();
  await probe.close();
  place.remove();
});

async function start(order: number): Promise<void> {
  host = await startHost(place.folder, systemClock);
  telemetry = openAs(order, place.folder, { clock: systemClock });
  [devices, changes] = [[], 0];
  const wired = { path: probe.path, pollMs: 250 };
  room = startRoomInstruments({
    config: roomSchema.parse({
      probes: [
        { ...wired, name: "冷通道" },
        { ...wired, name: "热通道", address: 2 },
      ],
    }),
    live: { mode: "live", ...host },
    telemetry,
    context: () => ({ source: "device", actors: [], shiftId: null }),
    clock: systemClock,
    logger: pino({ level: "silent" }),
    random: () => 0.1,
    onDevice: (device) => devices.push(device),
    onChange: () => {
      changes += 1;
    },
  });
}

async function stop(): Promise<void> {
  await room.close();
  telemetry.close();
  await host.close();
}

/** A field of the readings, in their order: two of each probe. */
function shown<Field extends keyof ReadingView>(field: Field): ReadingView[Field][] {
  return room.readings().map((reading) => reading[field]);
}

async function recorded(type: string): Promise<unknown[]> {
  const rows = await readRows(host.store.events, { selector: { type }, sort: OLDEST_FIRST });
  return rows.map(({ body }) => body);
}

describe("a room's instruments", () => {
  it("show what the probes on one wire measure, tell of them, and keep every scrape", async () => {
    await expect.poll(() => shown("value"), WAIT).toEqual([21.5, 44, 24, 50]);
    expect(shown("name")).toEqual(["冷通道", "冷通道", "热通道", "热通道"]);
    expect(shown("state")).toEqual(["within", "within", "within", "within"]);
    await expect.poll(() => changes, WAIT).toBeGreaterThan(0);
    await expect.poll(async () => (await recorded("device.ready")).length, WAIT).toBe(2);
    expect(devices.at(-1)).toMatchObject({ kind: "probe", state: "ready" });
    expect(devices.map(({ name }) => name)).toContain("热通道");
    await expect.poll(async () => (await rowsOf(telemetry)).length, WAIT).toBeGreaterThan(1);
    const rows = await rowsOf(telemetry);
    const ofFirst = rows.find(({ deviceId }) => deviceId === "probe-1");
    expect(ofFirst).toMatchObject({ kind: "xy-md02", values: [21.5, 44], span: null });
  });

  it("record a crossed limit in the live log, once each way", async () => {
    await expect.poll(() => shown("state")[0], WAIT).toBe("within");
    await probe.set({ temperatureC: 31.5, address: 1 });
    await expect.poll(() => shown("state")[0], WAIT).toBe("above");
    await probe.set({ temperatureC: 21.5, address: 1 });
    await expect.poll(() => shown("state")[0], WAIT).toBe("within");
    const crossing = { deviceId: "probe-1", metric: "temperatureC", limit: 27 };
    await expect
      .poll(() => recorded("threshold.crossed"), WAIT)
      .toEqual([
        { ...crossing, state: "above", value: 31.5 },
        { ...crossing, state: "within", value: 21.5 },
      ]);
  });

  it("fall silent probe by probe, and record the loss and the return", async () => {
    await expect.poll(() => shown("value"), WAIT).toEqual([21.5, 44, 24, 50]);
    await probe.mute(2);
    await expect.poll(() => shown("state"), WAIT).toEqual(["within", "within", "silent", "silent"]);
    expect(shown("value")[2]).toBe(24);
    await expect
      .poll(() => recorded("device.lost"), WAIT)
      .toMatchObject([{ deviceId: "probe-2", kind: "probe", code: "device.no-answer" }]);
    await probe.unmute(2);
    await expect.poll(() => shown("state")[2], WAIT).toBe("within");
    await expect.poll(async () => (await recorded("device.ready")).length, WAIT).toBe(3);
  });

  it("are all silent while the wire is out, and come back with it", async () => {
    await expect.poll(() => shown("value"), WAIT).toEqual([21.5, 44, 24, 50]);
    const before = changes;
    await probe.unplug();
    await expect.poll(() => new Set(shown("state")), WAIT).toEqual(new Set(["silent"]));
    await expect.poll(() => changes, WAIT).toBeGreaterThan(before);
    await probe.plug();
    await expect.poll(() => new Set(shown("state")), WAIT).toEqual(new Set(["within"]));
  });

  it("show the past hour again after a restart, before the first scrape", async () => {
    await expect.poll(() => shown("value"), WAIT).toEqual([21.5, 44, 24, 50]);
    await stop();
    await probe.unplug();
    await start(2);
    const trends = room.readings().map(({ trend }) => trend.filter((value) => value !== null));
    expect(trends.map((values) => values.at(-1))).toEqual([21.5, 44, 24, 50]);
    expect(new Set(shown("value"))).toEqual(new Set([null]));
  });
});
