import type { DeviceState } from "@gatehouse/firmware-bridge/device/supervisor";
import type { EventBody } from "@gatehouse/protocols/event/event-types";
import type { ReadingView } from "@gatehouse/protocols/rpc/room-view";
import { METRICS_OF, type Metric } from "@gatehouse/protocols/telemetry/metrics";
import type { Clock } from "../clock.ts";
import type { ProbeConfig } from "../post-config.ts";
import type { Telemetry } from "../telemetry/telemetry.ts";
import { type MeasuredAt, Reading, TREND_SHAPE } from "./reading.ts";

/** What every probe here measures, in the order of its rows. */
const PROBE_METRICS = METRICS_OF["xy-md02"];
/** Polls that a probe may miss before its value is the past, and the least time that they take. */
const SILENT_AFTER_POLLS = 3;
const SILENT_AFTER_MS = 15_000;

/** One probe of the configuration, under its id. */
export interface RoomProbe {
  readonly deviceId: string;
  readonly config: ProbeConfig;
}

/** What readings are kept with. */
export interface ProbeReadingsOptions {
  readonly probes: readonly RoomProbe[];
  readonly clock: Clock;
  /** Where the past hour comes from, so that a restart does not empty the screen. */
  readonly telemetry: Pick<Telemetry, "trend">;
}

/** The readings of a machine room, in the order of its configuration. */
export class ProbeReadings {
  readonly #ofProbe: ReadonlyMap<string, readonly Reading[]>;

  constructor(options: ProbeReadingsOptions) {
    const pairs = options.probes.map((probe) => {
      const readings = PROBE_METRICS.map((metric, index) =>
        openReading(options, probe, { metric, index }),
      );
      return [probe.deviceId, readings] as const;
    });
    this.#ofProbe = new Map(pairs);
  }

  /** Takes a scrape. @returns the limits that were crossed with it */
  scraped(
    deviceId: string,
    values: readonly (number | null)[],
    at: MeasuredAt,
  ): EventBody<"threshold.crossed">[] {
    const readings = this.#ofProbe.get(deviceId) ?? [];
    return PROBE_METRICS.flatMap((metric, index) => {
      const crossing = readings[index]?.take(values[index] ?? null, at);
      return crossing ? [{ deviceId, metric, ...crossing }] : [];
    });
  }

  /** Takes how a probe is connected. */
  deviceChanged(
    deviceId: string,
    { state, sinceMs }: Pick<DeviceState, "state" | "sinceMs">,
  ): void {
    if (state !== "lost") return;
    for (const reading of this.#ofProbe.get(deviceId) ?? []) reading.lost(sinceMs);
  }

  /** How all stand now. */
  views(): ReadingView[] {
    return [...this.#ofProbe.values()].flat().map((reading) => reading.view());
  }
}

function openReading(
  { clock, telemetry }: ProbeReadingsOptions,
  { deviceId, config }: RoomProbe,
  { metric, index }: { readonly metric: Metric; readonly index: number },
): Reading {
  return new Reading({
    deviceId,
    name: config.name,
    metric,
    limits: config.limits[metric],
    silentAfterMs: Math.max(SILENT_AFTER_POLLS * config.pollMs, SILENT_AFTER_MS),
    clock,
    past: telemetry.trend(deviceId, index, { ...TREND_SHAPE, nowMs: clock.nowMs() }),
  });
}
