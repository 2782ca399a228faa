import { type AttemptLimit, createAttemptLimit } from "../attempt-limit.ts";

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
  readonly #addresses = new Map<string, AttemptLimit>();
  #running = 0;

  constructor(limits: AttemptLimits, nowMs: () => number) {
    this.#limits = limits;
    this.#nowMs = nowMs;
  }

  /** Runs `work` if there is room; null when there is none. */
  async run<Value>(address: string, work: () => Promise<Value>): Promise<Value | null> {
    if (this.#running >= this.#limits.atOnce || !this.#limitOf(address).take()) return null;
    this.#running += 1;
    try {
      return await work();
    } finally {
      this.#running -= 1;
    }
  }

  #limitOf(address: string): AttemptLimit {
    const known = this.#addresses.get(address);
    if (known) return known;
    const limit = this.#limits.perAddress;
    const fresh = createAttemptLimit({ limit, windowMs: WINDOW_MS, nowMs: this.#nowMs });
    this.#addresses.set(address, fresh);
    const oldest = this.#addresses.keys().next();
    if (this.#addresses.size > MAX_ADDRESSES && !oldest.done) this.#addresses.delete(oldest.value);
    return fresh;
  }
}
