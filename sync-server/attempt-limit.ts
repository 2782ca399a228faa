/** A count of tries in a window of time. */
export interface AttemptLimit {
  /** Takes one try; false when none is left in this window. */
  take(): boolean;
}

/** Makes a limit of `limit` tries in each window of `windowMs`. */
export function createAttemptLimit(options: {
  readonly limit: number;
  readonly windowMs: number;
  readonly nowMs: () => number;
}): AttemptLimit {
  let startedAtMs = Number.NEGATIVE_INFINITY;
  let taken = 0;
  return {
    take() {
      const nowMs = options.nowMs();
      // The second half: a clock that was set back must not lock the door for hours.
      if (nowMs - startedAtMs >= options.windowMs || nowMs < startedAtMs) {
        startedAtMs = nowMs;
        taken = 0;
      }
      taken += 1;
      return taken <= options.limit;
    },
  };
}
