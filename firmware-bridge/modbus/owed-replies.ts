/**
 * How long after a request its reply may still come, ms. Devices answer within a tenth of a second
 * and converters on a network delay that by up to a second or two.
 */
const LATEST_REPLY_MS = 3_000;

/**
 * Who still owes a reply. A reply carries no number: one that comes after its deadline looks like
 * the one to the next request, and would be an old value with a new time. So a device that has
 * missed its deadline is asked nothing until its reply can no longer come. Outlives connections.
 */
export class OwedReplies {
  readonly #untilMs = new Map<number, number>();

  /** Was asked at `sentMs` (monotonic). @param address 1..247 */
  owes(address: number, sentMs: number): void {
    this.#untilMs.set(address, sentMs + LATEST_REPLY_MS);
  }

  /** Has answered. */
  settled(address: number): void {
    this.#untilMs.delete(address);
  }

  /** From when on this device may be asked, monotonic ms; in the past when it owes nothing. */
  askableAtMs(address: number): number {
    return this.#untilMs.get(address) ?? Number.NEGATIVE_INFINITY;
  }
}
