import type { Clock } from "../clock.ts";

/** How long a scanned badge waits for its PIN. */
const PRESENTED_MS = 60_000;

/** A badge that waits for its PIN. */
export interface Presented {
  readonly operatorId: string;
  /** Wall clock, Unix ms, for a screen. */
  readonly atMs: number;
}

/** The badge that was scanned last, for a minute. */
export class PresentedBadge {
  readonly #clock: Clock;
  readonly #onGone: () => void;
  #shown: (Presented & { readonly untilMonotonicMs: number }) | null = null;
  #timer: NodeJS.Timeout | null = null;

  /** @param onGone its time is up */
  constructor(clock: Clock, onGone: () => void) {
    this.#clock = clock;
    this.#onGone = onGone;
  }

  /** Takes the place of the one before. */
  show(operatorId: string): void {
    this.#drop();
    const untilMonotonicMs = this.#clock.monotonicMs() + PRESENTED_MS;
    this.#shown = { operatorId, atMs: this.#clock.nowMs(), untilMonotonicMs };
    this.#timer = setTimeout(() => {
      this.#drop();
      this.#onGone();
    }, PRESENTED_MS);
    this.#timer.unref();
  }

  /** The badge that waits; null when there is none. */
  now(): Presented | null {
    if (!this.#shown || this.#clock.monotonicMs() >= this.#shown.untilMonotonicMs) return null;
    return this.#shown;
  }

  /** This person's badge waits no more. */
  forget(operatorId: string): void {
    if (this.#shown?.operatorId === operatorId) this.#drop();
  }

  close(): void {
    this.#drop();
  }

  #drop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#shown = null;
  }
}
