import { performance } from "node:perf_hooks";

/** Time, passed in wherever it is needed. */
export interface Clock {
  /** Wall clock, Unix ms UTC; can step in either direction. */
  nowMs(): number;
  /** Milliseconds since process start; never goes back. */
  monotonicMs(): number;
}

/** The machine's clocks. Microseconds are enough: finer digits would only lengthen the records. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => Math.round(performance.now() * 1_000) / 1_000,
};
