/** Unix ms that PostgreSQL and a wire message can hold: up to ECMAScript's last day (ECMA-262 clause 21.4.1.1). */
const LAST_MS = 8.64e15;

/** When a station says that something was, with what it knew then of its clock's error. */
export interface ToldTime {
  readonly wallTimeMs: number;
  /** (centre − station); null where the station had not heard of the centre yet. */
  readonly clockOffsetMs: number | null;
}

/**
 * A station's time by the centre's clock, Unix ms, as far as the station could tell. A clock that
 * is some minutes slow must not make what is measured now look old.
 */
export function byOurClock({ wallTimeMs, clockOffsetMs }: ToldTime): number {
  const timeMs = wallTimeMs + (clockOffsetMs ?? 0);
  return timeMs >= 0 && timeMs <= LAST_MS ? timeMs : wallTimeMs;
}
