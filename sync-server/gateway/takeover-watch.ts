import type { StationId } from "@gatehouse/protocols/ids";

/** A station that restarts takes its own place once; two machines with one identity do it again and again. */
const WINDOW_MS = 60_000;
const MAX_TAKEOVERS = 3;

/** Counts how often a connection pushes out a living one of the same station. */
export class TakeoverWatch {
  readonly #timesMs = new Map<StationId, readonly number[]>();

  /** Notes a takeover; the count within the last minute once it says that two machines fight, else null. */
  note(station: StationId, nowMs: number): number | null {
    const recent = (this.#timesMs.get(station) ?? [])
      .filter((timeMs) => nowMs - timeMs < WINDOW_MS)
      .slice(-MAX_TAKEOVERS);
    this.#timesMs.set(station, [...recent, nowMs]);
    return recent.length >= MAX_TAKEOVERS ? recent.length + 1 : null;
  }
}
