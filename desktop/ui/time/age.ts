/** An age in the one unit that a person would say. */
export interface Age {
  readonly unit: "second" | "minute" | "hour" | "day";
  /** Whole units, rounded down. */
  readonly count: number;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Says how old something is; hours start at 2 h and days at 2 d, so that nothing jumps from 119 min to 1 h. */
export function ageOf(durationMs: number): Age {
  const ms = Math.max(0, durationMs);
  if (ms < MINUTE_MS) return { unit: "second", count: Math.floor(ms / SECOND_MS) };
  if (ms < 2 * HOUR_MS) return { unit: "minute", count: Math.floor(ms / MINUTE_MS) };
  if (ms < 2 * DAY_MS) return { unit: "hour", count: Math.floor(ms / HOUR_MS) };
  return { unit: "day", count: Math.floor(ms / DAY_MS) };
}

/** A fault's running time: seconds with two digits below a minute (`03`), so that it is seen to count. */
export function faultAge(durationMs: number): {
  readonly unit: Age["unit"];
  readonly count: string;
} {
  const { unit, count } = ageOf(durationMs);
  return { unit, count: unit === "second" ? String(count).padStart(2, "0") : String(count) };
}
