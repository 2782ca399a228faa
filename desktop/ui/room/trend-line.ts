import type { LimitsView } from "@gatehouse/protocols/rpc/room-view";
import type { Metric } from "@gatehouse/protocols/telemetry/metrics";

/** Ends of a chart's scale, in the metric's unit. */
export interface TrendScale {
  readonly from: number;
  readonly to: number;
}

/** What a chart spans where there are no limits. */
const WHOLE: Readonly<Record<Metric, TrendScale>> = {
  temperatureC: { from: 0, to: 50 },
  humidityPct: { from: 0, to: 100 },
};

/**
 * The fixed scale of a quantity, from its limits alone: half the distance between them on either
 * side. It never follows the values, so that noise looks flat and the same height means the same.
 */
export function trendScale(metric: Metric, limits: LimitsView): TrendScale {
  const whole = WHOLE[metric];
  const reach = (whole.to - whole.from) / 4;
  const low = limits.low ?? (limits.high === null ? whole.from + reach : limits.high - 2 * reach);
  const high = limits.high ?? low + 2 * reach;
  const margin = (high - low) / 2;
  return { from: low - margin, to: high + margin };
}

/** Where a value stands in a chart 100 high, from above; values beyond the scale stay on its edge. */
export function heightOf(value: number, { from, to }: TrendScale): number {
  const share = (value - from) / (to - from);
  return Math.round((1 - Math.min(1, Math.max(0, share))) * 1_000) / 10;
}

/** An SVG path through the values, one unit apart; a value that is missing leaves a gap. */
export function trendPath(values: readonly (number | null)[], scale: TrendScale): string {
  return values
    .map((value, at) => {
      if (value === null) return "";
      const y = heightOf(value, scale);
      const isJoined = at > 0 && values[at - 1] !== null;
      // A value alone between two gaps is a dot: a line of no length with round ends.
      return isJoined ? `L${at} ${y}` : `M${at} ${y}h0`;
    })
    .join("");
}
