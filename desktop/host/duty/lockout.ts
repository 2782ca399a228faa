/** So many wrong PINs … */
const MAX_WRONG = 5;
/** … within this time … */
const WINDOW_MS = 15 * 60_000;
/** … lock somebody out for so long after the last one. */
const LOCKED_MS = 5 * 60_000;

/** Who typed: an operator, or null for all who are unknown together. */
export type LockoutKey = string | null;

/** How far back wrong PINs can still lock somebody out, ms. */
export const LOCKOUT_MEMORY_MS = WINDOW_MS + LOCKED_MS;

/**
 * Wrong PINs on this station. Times are monotonic ms, so that setting the wall clock neither
 * shortens nor lengthens a lockout; those of before the host's start are negative.
 */
export class Lockout {
  readonly #wrongs = new Map<LockoutKey, readonly number[]>();

  /** A wrong PIN. */
  wrong(key: LockoutKey, atMs: number): void {
    const wrongs = [...(this.#wrongs.get(key) ?? []), atMs];
    this.#wrongs.set(key, wrongs.slice(-MAX_WRONG));
  }

  /** The right PIN: what was wrong before it counts no more. */
  right(key: LockoutKey): void {
    this.#wrongs.delete(key);
  }

  isLocked(key: LockoutKey, nowMs: number): boolean {
    const wrongs = this.#wrongs.get(key) ?? [];
    const [first, last] = [wrongs[0], wrongs.at(-1)];
    if (wrongs.length < MAX_WRONG || first === undefined || last === undefined) return false;
    return last - first <= WINDOW_MS && nowMs - last < LOCKED_MS;
  }
}
