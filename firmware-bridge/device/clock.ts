/** The two clocks of a station. */
export interface Clock {
  /** Wall clock, Unix ms UTC; may step. */
  nowMs(): number;
  /** Milliseconds since some fixed moment; never steps. */
  monotonicMs(): number;
}

/** One-shot timers. */
export interface Timers {
  /** Calls `run` once after `delayMs`; the answer cancels it and may be called at any time. */
  after(delayMs: number, run: () => void): () => void;
}

/** The platform's timers. */
export const platformTimers: Timers = {
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};

/** Resolves after `delayMs`, or at once when `signal` aborts; never rejects. */
export function pause(timers: Timers, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const finish = () => {
      cancel();
      signal.removeEventListener("abort", finish);
      resolve();
    };
    const cancel = timers.after(delayMs, finish);
    signal.addEventListener("abort", finish);
  });
}
