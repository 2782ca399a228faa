import { setTimeout as delay } from "node:timers/promises";

/** First wait before a restart; it doubles up to the longest. */
const FIRST_MS = 500;
const LONGEST_MS = 30_000;
/** What ran this long starts again with the first wait. */
const STABLE_AFTER_MS = 60_000;

/** The growing wait between restarts of one thing. */
export class Backoff {
  #nextMs = FIRST_MS;
  #startedAtMs = performance.now();

  /** Waits before the next start; returns at once when stopped. */
  async wait(stop: AbortSignal): Promise<void> {
    if (performance.now() - this.#startedAtMs > STABLE_AFTER_MS) this.#nextMs = FIRST_MS;
    const waitMs = this.#nextMs;
    this.#nextMs = Math.min(waitMs * 2, LONGEST_MS);
    await delay(waitMs, undefined, { signal: stop }).catch((error: unknown) => {
      if (!stop.aborted) throw error;
    });
    this.#startedAtMs = performance.now();
  }
}
