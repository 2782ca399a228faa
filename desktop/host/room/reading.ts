import type { LimitsView, ReadingView } from "@gatehouse/protocols/rpc/room-view";
import type { Metric } from "@gatehouse/protocols/telemetry/metrics";
import type { Clock } from "../clock.ts";
import { Trend, type TrendShape } from "../telemetry/trend.ts";
import { type Crossing, HYSTERESIS, thresholdStep, WITHIN } from "./threshold.ts";

/** What a screen shows of the past: an hour, a value a minute. */
export const TREND_SHAPE: TrendShape = { periods: 60, periodMs: 60_000 };

/** One quantity of one probe, as configured. */
export interface ReadingOptions extends Pick<ReadingView, "deviceId" | "name" | "metric"> {
  readonly metric: Metric;
  readonly limits: LimitsView;
  /** Without a value for so long nobody knows. */
  readonly silentAfterMs: number;
  readonly clock: Clock;
  /** What telemetry holds of it up to now, in `TREND_SHAPE`. */
  readonly past: readonly (number | null)[];
}

/** When something was measured, by both clocks. */
export interface MeasuredAt {
  readonly wallTimeMs: number;
  readonly monotonicMs: number;
}

/** The last plausible value of one quantity, and how it stands against its limits. */
export class Reading {
  readonly #options: ReadingOptions;
  readonly #trend = new Trend(TREND_SHAPE);
  #threshold = WITHIN;
  #last: (MeasuredAt & { readonly value: number }) | null = null;
  /** Since when the probe is lost; until the next value, Unix ms. */
  #lostSinceMs: number | null = null;
  /** Start of the present state, while that is not silence, Unix ms; before, of the host. */
  #sinceMs: number;

  constructor(options: ReadingOptions) {
    const { clock, past } = options;
    this.#options = options;
    this.#sinceMs = clock.nowMs();
    for (const [at, value] of past.entries()) {
      const agoMs = (past.length - 1 - at) * TREND_SHAPE.periodMs;
      this.#trend.put(this.#sinceMs - agoMs, value);
    }
  }

  /** Takes what a scrape brought; null where it had no plausible value. */
  take(value: number | null, at: MeasuredAt): Crossing | null {
    const wasSilent = this.#silentSinceMs(at.monotonicMs) !== null;
    const { limits, metric } = this.#options;
    const tolerant = { ...limits, hysteresis: HYSTERESIS[metric] };
    // Readings before and after a silence do not stand in a row.
    if (wasSilent) this.#threshold = thresholdStep(this.#threshold, null, tolerant).state;
    const { state, crossing } = thresholdStep(this.#threshold, value, tolerant);
    this.#threshold = state;
    if (value === null) return null;
    [this.#last, this.#lostSinceMs] = [{ ...at, value }, null];
    this.#trend.put(at.wallTimeMs, value);
    if (wasSilent || crossing) this.#sinceMs = at.wallTimeMs;
    return crossing;
  }

  /** The probe is lost: what it said before is the past. */
  lost(sinceMs: number): void {
    this.#lostSinceMs ??= sinceMs;
  }

  /** How it stands now. */
  view(): ReadingView {
    const { deviceId, name, metric, limits, clock } = this.#options;
    const silentSinceMs = this.#silentSinceMs(clock.monotonicMs());
    return {
      deviceId,
      name,
      metric,
      value: this.#last?.value ?? null,
      atMs: this.#last?.wallTimeMs ?? null,
      state: silentSinceMs === null ? this.#threshold.side : "silent",
      sinceMs: silentSinceMs ?? this.#sinceMs,
      limits: { low: limits.low, high: limits.high },
      trend: this.#trend.values(clock.nowMs()),
      trendPeriodMs: TREND_SHAPE.periodMs,
    };
  }

  /** Since when nobody knows, Unix ms; null while somebody does. Ages are monotonic: the wall clock steps. */
  #silentSinceMs(nowMonotonicMs: number): number | null {
    if (!this.#last) return this.#sinceMs;
    const { silentAfterMs } = this.#options;
    const isStale = nowMonotonicMs - this.#last.monotonicMs > silentAfterMs;
    const staleSinceMs = isStale ? this.#last.wallTimeMs + silentAfterMs : null;
    if (staleSinceMs === null || this.#lostSinceMs === null) {
      return staleSinceMs ?? this.#lostSinceMs;
    }
    return Math.min(staleSinceMs, this.#lostSinceMs);
  }
}
