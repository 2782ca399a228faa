/** How a length of time is said, largest unit first, two units at most. */
export interface AgeParts {
  readonly key: "seconds" | "minutes" | "hours" | "days";
  readonly whole: number;
  /** The next smaller unit; 0 for seconds and minutes. */
  readonly rest: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Takes a length of time apart; a negative one (clocks differ by moments) is 0 s. */
export function ageParts(lengthMs: number): AgeParts {
  const ms = Math.max(0, lengthMs);
  if (ms < MINUTE) return { key: "seconds", whole: Math.floor(ms / SECOND), rest: 0 };
  if (ms < HOUR) return { key: "minutes", whole: Math.floor(ms / MINUTE), rest: 0 };
  const [key, unit, smaller] =
    ms < DAY ? (["hours", HOUR, MINUTE] as const) : (["days", DAY, HOUR] as const);
  return { key, whole: Math.floor(ms / unit), rest: Math.floor((ms % unit) / smaller) };
}

/** `mm:ss`, or `h:mm:ss` from an hour on: a running interruption. */
export function stopwatch(lengthMs: number): string {
  const seconds = Math.max(0, Math.floor(lengthMs / SECOND));
  const two = (value: number) => String(value).padStart(2, "0");
  const tail = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return seconds < 3_600 ? tail : `${Math.floor(seconds / 3_600)}:${tail}`;
}
