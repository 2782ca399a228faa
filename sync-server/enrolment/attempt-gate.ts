/** How many attempts are let through. */
export interface AttemptLimits {
  /** Per address and minute. */
  readonly perAddress: number;
  /** At the same time, over all addresses: each one costs 16 MB and 40 ms of a core. */
  readonly atOnce: number;
}

const WINDOW_MS = 60_000;
/** Addresses remembered; beyond it the oldest are forgotten. */
const MAX_ADDRESSES = 10_000;

/** Bounds guessing and load on the enrolment port. */
export class AttemptGate {
  readonly #limits: AttemptLimits;
  readonly #nowMs: () => number;
  readonly #windows = new Map<string, { startedAtMs: number; count: number }>();
  #running = 0;

  constructor(limits: AttemptLimits, nowMs: () => number) {
    this.#limits = limits;
    this.#nowMs = nowMs;
  }

  /** Runs `work` if there is room; null when there is none. */
  async run<Value>(address: string, work: () => Promise<Value>): Promise<Value | null> {
    if (this.#running >= this.#limits.atOnce || !this.#admit(address)) return null;
    this.#running += 1;
    try {
      return await work();
    } finally {
      this.#running -= 1;
    }
  }

  #admit(address: string): boolean {
    const nowMs = this.#nowMs();
    const known = this.#windows.get(address);
    if (known && nowMs - known.startedAtMs < WINDOW_MS) {
      known.count += 1;
      return known.count <= this.#limits.perAddress;
    }
    this.#windows.delete(address);
    this.#windows.set(address, { startedAtMs: nowMs, count: 1 });
    const oldest = this.#windows.keys().next();
    if (this.#windows.size > MAX_ADDRESSES && !oldest.done) this.#windows.delete(oldest.value);
    return true;
  }
}
