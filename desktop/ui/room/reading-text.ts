import type { ReadingView } from "@gatehouse/protocols/rpc/room-view";
import type { Metric } from "@gatehouse/protocols/telemetry/metrics";
import type { TFunction } from "i18next";
import { ageOf } from "../time/age.ts";

/** Signs of the units, the same in every language. */
export const UNITS: Readonly<Record<Metric, string>> = { temperatureC: "℃", humidityPct: "%" };

/** A value to a tenth, as fine as its probe tells it: what is beyond a limit must look beyond it. */
export function valueText(value: number): string {
  return value.toFixed(1);
}

/** Both limits, the only one, or that there is none. */
export function limitsText(t: TFunction, { low, high }: ReadingView["limits"]): string {
  if (low !== null && high !== null) return t("room.limits.both", { low, high });
  if (high !== null) return t("room.limits.high", { high });
  return low === null ? t("room.limits.none") : t("room.limits.low", { low });
}

/** The limit that a reading is beyond, in its unit; null while it is beyond none. */
export function crossedLimit({ state, limits }: ReadingView): number | null {
  if (state === "above") return limits.high;
  return state === "below" ? limits.low : null;
}

/** A duration in the words that a person would use. */
export function ageText(t: TFunction, durationMs: number): string {
  const { unit, count } = ageOf(durationMs);
  return t(`age.${unit}`, { amount: count });
}
