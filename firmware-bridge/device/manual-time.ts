import { setImmediate as nextTurn } from "node:timers/promises";
import type { Clock, Timers } from "./clock.ts";

interface Alarm {
  readonly dueMs: number;
  readonly run: () => void;
}

/** Time that moves only when told, for both clocks and all timers; it starts at `startMs`. */
export class ManualTime implements Clock, Timers {
  #nowMs: number;
  readonly #alarms = new Set<Alarm>();

  constructor(startMs = 1_000_000) {
    this.#nowMs = startMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  monotonicMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, run: () => void): () => void {
    const alarm = { dueMs: this.#nowMs + delayMs, run };
    this.#alarms.add(alarm);
    return () => this.#alarms.delete(alarm);
  }

  /** Waits set and not yet over, ms from now, shortest first. */
  get pendingMs(): readonly number[] {
    return [...this.#alarms].map(({ dueMs }) => dueMs - this.#nowMs).sort((a, b) => a - b);
  }

  /** Moves on by `ms`, running each timer at its own time and what follows from it. */
  async advance(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms;
    await nextTurn();
    for (let next = this.#due(endMs); next; next = this.#due(endMs)) {
      this.#nowMs = Math.max(this.#nowMs, next.dueMs);
      this.#ring(next);
      await nextTurn();
    }
    this.#nowMs = endMs;
  }

  /** Moves on by `ms` without running anything, then runs what is due: a process that was held up. */
  async stallFor(ms: number): Promise<void> {
    this.#nowMs += ms;
    const due = [...this.#alarms].filter(({ dueMs }) => dueMs <= this.#nowMs);
    for (const alarm of due) this.#ring(alarm);
    await nextTurn();
  }

  #due(endMs: number): Alarm | undefined {
    const due = [...this.#alarms].filter(({ dueMs }) => dueMs <= endMs);
    return due.sort((a, b) => a.dueMs - b.dueMs)[0];
  }

  #ring(alarm: Alarm): void {
    if (this.#alarms.delete(alarm)) alarm.run();
  }
}
