import type { DeviceState } from "@gatehouse/firmware-bridge/device/supervisor";
import { startProbes } from "@gatehouse/firmware-bridge/probe/probe-driver";
import type { ReadingView } from "@gatehouse/protocols/rpc/room-view";
import type { DeviceView } from "@gatehouse/protocols/rpc/station-view";
import type { Logger } from "pino";
import type { Clock } from "../clock.ts";
import { followDevice } from "../device/device-record.ts";
import type { EventContext } from "../event-log/event-builder.ts";
import type { DataSpace } from "../post/post.ts";
import type { RoomConfig } from "../post-config.ts";
import type { Telemetry } from "../telemetry/telemetry.ts";
import { CrossingRecord } from "./crossing-record.ts";
import { ProbeReadings, type RoomProbe } from "./probe-readings.ts";

/** How often the screen hears of changes at most; a room changes in minutes. */
const BEAT_MS = 250;
/** Rounds and trends move on at whole minutes, with or without a scrape. */
const MINUTE_MS = 60_000;

/** What a room's instruments are wired to. */
export interface RoomInstrumentsOptions {
  readonly config: RoomConfig;
  /** The real space: a room is watched also while its screen plays a training. */
  readonly live: DataSpace;
  readonly telemetry: Pick<Telemetry, "append" | "trend">;
  /** Who is at the post, if anybody. */
  context(): EventContext;
  readonly clock: Clock;
  readonly logger: Logger;
  /** In [0, 1). */
  random(): number;
  onDevice(device: DeviceView): void;
  /** Readings changed, or a minute passed. */
  onChange(): void;
}

/** A room's instruments at work. */
export interface RoomInstruments {
  /** How all readings stand now, in the order of the configuration. */
  readings(): readonly ReadingView[];
  close(): Promise<void>;
}

/** Drives the probes of a room: scrapes go to telemetry, crossed limits and lost probes to the live log. */
export function startRoomInstruments(options: RoomInstrumentsOptions): RoomInstruments {
  const { config, live, telemetry, clock, logger } = options;
  const probes = config.probes.map((probe, at) => ({ deviceId: `probe-${at + 1}`, config: probe }));
  const readings = new ProbeReadings({ probes, clock, telemetry });
  const crossings = new CrossingRecord({ ...options, log: live.log });
  const beat = startBeat({
    ...options,
    states: () => readings.views().map(({ state }) => state),
    onBeat: () => crossings.retry(),
  });
  const follow = new Map(probes.map((probe) => [probe.deviceId, followProbe(options, probe)]));
  const buses = Map.groupBy(probes, (probe) => probe.config.path);
  const drivers = Array.from(buses.values(), (sharing) =>
    startProbes(busOf(sharing, options), {
      onScrape(deviceId, values, at) {
        const { wallTimeMs } = at;
        telemetry.append({ deviceId, kind: "xy-md02", values, wallTimeMs });
        for (const crossing of readings.scraped(deviceId, values, at)) crossings.record(crossing);
        beat.changed();
      },
      onState(deviceId, state) {
        readings.deviceChanged(deviceId, state);
        follow.get(deviceId)?.(state);
        beat.changed();
      },
    }),
  );
  logger.info({ probes: probes.length, ports: buses.size }, "room instruments started");
  return {
    readings: () => readings.views(),
    async close() {
      beat.close();
      await Promise.all(drivers.map((driver) => driver.close()));
    },
  };
}

function followProbe(
  options: RoomInstrumentsOptions,
  { deviceId, config: { name } }: RoomProbe,
): (state: DeviceState) => void {
  const record = { ...options, log: options.live.log };
  return followDevice(record, { deviceId, kind: "probe", name });
}

/** Probes that share a port share its wire; the first one says how it is set. */
function busOf(sharing: readonly RoomProbe[], options: RoomInstrumentsOptions) {
  const [first] = sharing;
  if (!first) throw new TypeError("a port without probes");
  const { path, baudRate, parity } = first.config;
  const { clock, logger } = options;
  const probes = sharing.map(({ deviceId, config: { address, pollMs } }) => ({
    deviceId,
    address,
    pollMs,
  }));
  return { path, baudRate, parity, probes, clock, logger, random: () => options.random() };
}

interface BeatOptions extends Pick<RoomInstrumentsOptions, "clock" | "onChange"> {
  states(): readonly string[];
  onBeat(): void;
}

/** Tells of changes a few times a second at most, of silence when it begins, and of each minute. */
function startBeat(options: BeatOptions): { changed(): void; close(): void } {
  const { clock, onBeat, onChange, states } = options;
  const known = () => `${states().join()} ${Math.floor(clock.nowMs() / MINUTE_MS)}`;
  let [told, isChanged] = [known(), false];
  const timer = setInterval(() => {
    onBeat();
    const now = known();
    if (!isChanged && now === told) return;
    [told, isChanged] = [now, false];
    onChange();
  }, BEAT_MS);
  timer.unref();
  return {
    changed: () => {
      isChanged = true;
    },
    close: () => clearInterval(timer),
  };
}
