const FIRST_MS = 250;
const LONGEST_MS = 15_000;
/** What ran this long was not broken at its start. */
const CALM_AFTER_MS = 60_000;

/**
 * How long to wait before what died is started again: doubling from a quarter of a second, and
 * from the beginning once it ran for a minute. It never gives up: there is nobody to ask at a gate.
 */
export function createRestartDelay(): (nowMs: number) => number {
  let lastMs = Number.NEGATIVE_INFINITY;
  let delayMs = 0;
  return (nowMs) => {
    const isCalm = nowMs - lastMs > CALM_AFTER_MS + delayMs;
    delayMs = isCalm ? FIRST_MS : Math.min(delayMs * 2, LONGEST_MS);
    lastMs = nowMs;
    return delayMs;
  };
}
