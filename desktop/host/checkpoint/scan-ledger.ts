import type { StoredEvent } from "@gatehouse/protocols/event/envelope";
import type { CheckpointView, ScanView } from "@gatehouse/protocols/rpc/checkpoint-view";
import { scanViewOf } from "../event-log/scan-view.ts";
import { dayStartOf } from "../post/local-day.ts";

/** Rows of "recent" that a screen may show. */
export const RECENT_SCANS = 10;

/** Today as the log holds it, read once at start. */
export interface ScansOfDay {
  readonly dayStartMs: number;
  /** Scans of the day, voided ones included: the running number goes on from here. */
  readonly recorded: number;
  readonly voided: number;
  /** Newest first. */
  readonly recent: readonly ScanView[];
}

/** Today's scans in memory: a projection of the log, advanced by each committed event. */
export class ScanLedger {
  #day: ScansOfDay;
  #latest: ScanView | null = null;

  constructor(day: ScansOfDay) {
    this.#day = day;
  }

  /** Takes a committed `scan.recorded`. */
  recorded(event: StoredEvent): ScanView {
    this.#turnDay(event.header.wallTimeMs);
    const scan = scanViewOf(event, { number: this.#day.recorded + 1, voided: false });
    const recent = [scan, ...this.#day.recent].slice(0, RECENT_SCANS);
    this.#day = { ...this.#day, recorded: scan.number, recent };
    this.#latest = scan;
    return scan;
  }

  /** Takes a committed `scan.voided`. */
  voided(eventId: string): void {
    const strike = (scan: ScanView) =>
      scan.eventId === eventId ? { ...scan, voided: true } : scan;
    const recent = this.#day.recent.map(strike);
    this.#day = { ...this.#day, recent, voided: this.#day.voided + 1 };
    if (this.#latest) this.#latest = strike(this.#latest);
  }

  /** The newest scan of this host start; null until there is one. */
  latest(): ScanView | null {
    return this.#latest;
  }

  facts(nowMs: number): Omit<CheckpointView, "role"> {
    this.#turnDay(nowMs);
    const scans = this.#day.recorded - this.#day.voided;
    return {
      latest: this.#latest,
      recent: this.#day.recent,
      today: { scans, asOfMs: nowMs },
    };
  }

  /** A clock that steps back does not bring yesterday back: only a later day starts over. */
  #turnDay(timeMs: number): void {
    const dayStartMs = dayStartOf(timeMs);
    if (dayStartMs <= this.#day.dayStartMs) return;
    this.#day = { ...this.#day, dayStartMs, recorded: 0, voided: 0 };
  }
}
