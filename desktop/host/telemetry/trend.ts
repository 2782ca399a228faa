/** How a trend is cut into periods. */
export interface TrendShape {
  /** How many periods it shows, the running one included. */
  readonly periods: number;
  /** Length of one, ms. They begin at multiples of it in Unix time, so that a restart cuts alike. */
  readonly periodMs: number;
}

/** The last plausible value of each of the newest periods of one quantity. */
export class Trend {
  readonly #shape: TrendShape;
  /** By number of the period since 1970; never more than are shown. */
  readonly #values = new Map<number, number>();

  constructor(shape: TrendShape) {
    this.#shape = shape;
  }

  /** Takes a value that was measured at `timeMs`, Unix ms. What a clock that stepped back left ahead goes. */
  put(timeMs: number, value: number | null): void {
    if (value === null) return;
    const period = this.#periodOf(timeMs);
    this.#values.set(period, value);
    const oldest = period - this.#shape.periods + 1;
    for (const known of this.#values.keys()) {
      if (known < oldest || known > period) this.#values.delete(known);
    }
  }

  /** One value for each period up to the one of `nowMs`, oldest first; null where none came. */
  values(nowMs: number): (number | null)[] {
    const { periods } = this.#shape;
    const oldest = this.#periodOf(nowMs) - periods + 1;
    return Array.from({ length: periods }, (_, at) => this.#values.get(oldest + at) ?? null);
  }

  #periodOf(timeMs: number): number {
    return Math.floor(timeMs / this.#shape.periodMs);
  }
}
