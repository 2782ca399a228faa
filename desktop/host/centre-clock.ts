import type { Clock } from "./clock.ts";
import type { ClockOffset } from "./event-log/event-builder.ts";

/**
 * How far the centre's clock is ahead of this station's. An estimate is made once for each
 * connection, which may last for weeks; it is held against the monotonic clock, so that it stays
 * right when the wall clock is set in between.
 */
export class CentreClock {
  readonly #clock: Clock;
  #known: { readonly leadMs: number; readonly uncertaintyMs: number } | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes an estimate that was made just now. */
  set({ offsetMs, uncertaintyMs }: ClockOffset): void {
    this.#known = { leadMs: offsetMs + this.#wallLeadMs(), uncertaintyMs };
  }

  /** (centre − station) as the wall clock stands now; null until the first contact. */
  offset(): ClockOffset | null {
    if (!this.#known) return null;
    const { leadMs, uncertaintyMs } = this.#known;
    return { offsetMs: Math.round(leadMs - this.#wallLeadMs()), uncertaintyMs };
  }

  #wallLeadMs(): number {
    return this.#clock.nowMs() - this.#clock.monotonicMs();
  }
}
