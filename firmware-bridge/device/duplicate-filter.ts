/** Different codes remembered at once; more than a hand can scan within any sensible window. */
const MAX_REMEMBERED = 32;

/**
 * Tells repeats of one code on one device. A scanner on a stand reads a held code again and
 * again, so each sight keeps the code alive: it is one scan until it was out of sight for the
 * window. Other devices are never looked at.
 */
export class DuplicateFilter {
  readonly #windowMs: number;
  /** Code → last sight, oldest first. */
  readonly #lastSeenMs = new Map<string, number>();

  /** @param windowMs 0 lets every read through */
  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  /** True when `payload` was seen within the window; notes this sight. @param nowMs monotonic */
  isRepeat(payload: string, nowMs: number): boolean {
    if (this.#windowMs <= 0) return false;
    const seenMs = this.#lastSeenMs.get(payload);
    this.#lastSeenMs.delete(payload);
    this.#lastSeenMs.set(payload, nowMs);
    this.#forget();
    return seenMs !== undefined && nowMs - seenMs < this.#windowMs;
  }

  #forget(): void {
    if (this.#lastSeenMs.size <= MAX_REMEMBERED) return;
    const [oldest] = this.#lastSeenMs.keys();
    if (oldest !== undefined) this.#lastSeenMs.delete(oldest);
  }
}
