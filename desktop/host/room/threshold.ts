import type { EventBody } from "@gatehouse/protocols/event/event-types";
import type { Metric } from "@gatehouse/protocols/telemetry/metrics";

/** So many consecutive readings decide: one alone is a draught from a door, or noise. */
const READINGS_TO_CROSS = 2;

/** How far inside its limit a reading must lie to come back, in the metric's unit. */
export const HYSTERESIS: Readonly<Record<Metric, number>> = {
  temperatureC: 0.5,
  humidityPct: 2,
};

/** Where a reading lies between its limits. */
export type Side = EventBody<"threshold.crossed">["state"];

/** Limits of a quantity and the way back over them, all in its unit; null where there is none. */
export interface Limits {
  readonly low: number | null;
  readonly high: number | null;
  readonly hysteresis: number;
}

/** What is known of one quantity against its limits. */
export interface ThresholdState {
  readonly side: Side;
  /** Another side that the last readings were on, and how many of them; null when they agree. */
  readonly leaving: { readonly to: Side; readonly readings: number } | null;
}

/** A limit was crossed: where the quantity is now, and which limit it was. */
export type Crossing = Pick<EventBody<"threshold.crossed">, "state" | "limit" | "value">;

/** One reading's outcome. */
export interface ThresholdStep {
  readonly state: ThresholdState;
  readonly crossing: Crossing | null;
}

/** Before the first reading: what is within needs no event. */
export const WITHIN: ThresholdState = { side: "within", leaving: null };

/**
 * Takes one reading: (state, reading) → (state, crossing). Two in a row beyond a limit cross it,
 * two in a row inside it by the hysteresis come back. A reading without a value breaks the row.
 */
export function thresholdStep(
  state: ThresholdState,
  value: number | null,
  limits: Limits,
): ThresholdStep {
  const side = value === null ? state.side : sideOf(value, limits, state.side);
  if (value === null || side === state.side) {
    return { state: { side: state.side, leaving: null }, crossing: null };
  }
  const readings = (state.leaving?.to === side ? state.leaving.readings : 0) + 1;
  if (readings < READINGS_TO_CROSS) {
    return { state: { side: state.side, leaving: { to: side, readings } }, crossing: null };
  }
  const limit = crossedLimit(state.side, side, limits);
  const crossing = limit === null ? null : { state: side, limit, value };
  return { state: { side, leaving: null }, crossing };
}

function sideOf(value: number, limits: Limits, from: Side): Side {
  const { low, high } = limits;
  const hysteresis = usableHysteresis(limits);
  if (high !== null && value > (from === "above" ? high - hysteresis : high)) return "above";
  if (low !== null && value < (from === "below" ? low + hysteresis : low)) return "below";
  return "within";
}

/** Between limits that lie closer than two hystereses there would be no way back. */
function usableHysteresis({ low, high, hysteresis }: Limits): number {
  return low === null || high === null ? hysteresis : Math.min(hysteresis, (high - low) / 2);
}

/** On the way back the limit is the one that was left. */
function crossedLimit(from: Side, to: Side, { low, high }: Limits): number | null {
  const side = to === "within" ? from : to;
  return side === "above" ? high : low;
}
