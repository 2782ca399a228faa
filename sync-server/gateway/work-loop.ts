import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "pino";

/** First pause after a failure; it doubles up to the longest. */
const FIRST_PAUSE_MS = 100;
/** A database that comes back is used again within seconds, and one that does not is asked rarely. */
const LONGEST_PAUSE_MS = 5_000;

/** What a loop does and how it speaks of failures. */
export interface WorkLoopOptions {
  /** One turn; true when there is more to do. What it threw over is done again. */
  readonly work: () => Promise<boolean>;
  /** Uniform in [0, 1): spreads retries. */
  readonly random: () => number;
  readonly logger: Logger;
}

/** Runs turns one after another while there is work; a failed turn is repeated after a growing pause. */
export class WorkLoop {
  readonly #options: WorkLoopOptions;
  readonly #stop = new AbortController();
  #running: Promise<void> | null = null;
  #isWoken = false;
  #failures = 0;

  constructor(options: WorkLoopOptions) {
    this.#options = options;
  }

  /** There is work. */
  wake(): void {
    this.#isWoken = true;
    if (!this.#stop.signal.aborted) this.#running ??= this.#run();
  }

  /** Lets the turn in progress end and starts no other. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#isWoken && !this.#stop.signal.aborted) {
      this.#isWoken = false;
      try {
        const hasMore = await this.#options.work();
        this.#isWoken ||= hasMore;
        this.#recovered();
      } catch (error) {
        this.#isWoken = true;
        await this.#failed(error);
      }
    }
    this.#running = null;
  }

  #recovered(): void {
    if (this.#failures > 0) this.#options.logger.info({ failures: this.#failures }, "recovered");
    this.#failures = 0;
  }

  async #failed(error: unknown): Promise<void> {
    if (this.#failures === 0) this.#options.logger.error({ err: error }, "failed, trying again");
    const fullMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(this.#failures, 20));
    this.#failures += 1;
    await this.#pause(fullMs * (0.5 + this.#options.random() / 2));
  }

  async #pause(ms: number): Promise<void> {
    try {
      await delay(ms, undefined, { signal: this.#stop.signal });
    } catch (error) {
      // Closing ends the pause early.
      if (!this.#stop.signal.aborted) throw error;
    }
  }
}
