import { calendarDay } from "../api/calendar-day.ts";

const DAY_MS = 24 * 3_600_000;

/**
 * The end of a calendar day in a time zone, Unix ms: someone valid until that day works to its end.
 * @param day `YYYY-MM-DD` (ISO 8601)
 */
export function endOfDayMs(day: string, timeZone: string): number {
  const nextMidnightUtcMs = Date.parse(`${day}T00:00:00Z`) + DAY_MS;
  // Twice: the first guess may lie on the other side of a change of the clocks.
  const guessMs = nextMidnightUtcMs - offsetMs(nextMidnightUtcMs, timeZone);
  return nextMidnightUtcMs - offsetMs(guessMs, timeZone);
}

/** The last day of someone whose validity ends at that moment, `YYYY-MM-DD`. */
export function lastDay(validUntilMs: number, timeZone: string): string {
  return calendarDay(validUntilMs - 1, timeZone);
}

/** How far a zone's clock is ahead of UTC at a moment. */
function offsetMs(atMs: number, timeZone: string): number {
  const time = new Intl.DateTimeFormat("en", {
    timeZone,
    hourCycle: "h23",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).format(atMs);
  // Numbers, not text: the day after 9999-12-31 has five digits of year, which no parser takes.
  const [year = 0, month = 0, day = 0] = calendarDay(atMs, timeZone).split("-").map(Number);
  const [hour = 0, minute = 0, second = 0] = time.split(":").map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second) - atMs;
}
