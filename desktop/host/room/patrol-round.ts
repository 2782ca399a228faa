/** One patrol round, Unix ms: from its start up to, and not including, its end. */
export interface PatrolRound {
  readonly startMs: number;
  readonly endMs: number;
}

const DAY_MINUTES = 1_440;

/**
 * The round that holds `timeMs`. Rounds begin at local midnight and every so many minutes after
 * it by the clock on the wall; midnight cuts the last one of a day short. Where daylight saving
 * turns the clock, the round in which it does is shorter or longer, and none is missing.
 */
export function patrolRoundAt(timeMs: number, everyMinutes: number): PatrolRound {
  const starts = startsOfDay(timeMs, everyMinutes);
  const next = starts.findIndex((startMs) => startMs > timeMs);
  return { startMs: starts[next - 1] ?? timeMs, endMs: starts[next] ?? timeMs };
}

/** Starts of the rounds of a day and the midnight after it, rising. */
function startsOfDay(timeMs: number, everyMinutes: number): number[] {
  const day = new Date(timeMs);
  const at = (minutes: number) =>
    new Date(day.getFullYear(), day.getMonth(), day.getDate(), 0, minutes).getTime();
  const starts = new Set<number>();
  for (let minutes = 0; minutes < DAY_MINUTES; minutes += everyMinutes) starts.add(at(minutes));
  // An hour that is skipped maps two names onto one moment, out of order.
  return [...starts.add(at(DAY_MINUTES))].sort((one, other) => one - other);
}
