import type { Metric } from "@gatehouse/protocols/telemetry/metrics";

/** Signs of the units; temperatures have the one-character sign that Chinese texts use (U+2103). */
const UNITS: Readonly<Record<Metric, string>> = { temperatureC: "℃", humidityPct: "%" };

const MEASURED = new Intl.NumberFormat("en", {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
  useGrouping: false,
});
const SET_BY_HAND = new Intl.NumberFormat("en", { maximumFractionDigits: 1, useGrouping: false });

/** A measured value to the tenth that probes resolve, with its unit apart: `24.0` and `℃`. */
export function measured(
  metric: Metric,
  value: number,
): { readonly figure: string; readonly unit: string } {
  return { figure: MEASURED.format(value), unit: UNITS[metric] };
}

/** A measured value in one text: `24.0 ℃`. */
export function measuredText(metric: Metric, value: number): string {
  const { figure, unit } = measured(metric, value);
  return `${figure} ${unit}`;
}

/** A limit as somebody set it: `28 ℃`. */
export function limitText(metric: Metric, limit: number): string {
  return `${SET_BY_HAND.format(limit)} ${UNITS[metric]}`;
}
