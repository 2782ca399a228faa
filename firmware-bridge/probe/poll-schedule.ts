/** Something that is polled at its own pace. */
export interface Polled {
  readonly pollMs: number;
}

/** When who is polled on one wire: whoever has been due longest, and nobody twice to catch up. */
export class PollSchedule<Device extends Polled> {
  readonly #dueMs: Map<Device, number>;

  /** @param firstDueMs monotonic */
  constructor(devices: readonly Device[], firstDueMs: (device: Device) => number) {
    this.#dueMs = new Map(devices.map((device) => [device, firstDueMs(device)]));
  }

  /** The next one and when, monotonic ms; null when there are no devices. */
  next(): { readonly device: Device; readonly dueMs: number } | null {
    let next: { device: Device; dueMs: number } | null = null;
    for (const [device, dueMs] of this.#dueMs) {
      if (next === null || dueMs < next.dueMs) next = { device, dueMs };
    }
    return next;
  }

  /**
   * It was polled: next at `pollMs` from when it was due, so that polls do not drift. Those that
   * are over by `freeMs` (monotonic: the wire is free for it again) are left out.
   */
  polled(device: Device, freeMs: number): void {
    const dueMs = this.#dueMs.get(device) ?? freeMs;
    const periods = Math.max(1, Math.ceil((freeMs - dueMs) / device.pollMs));
    this.#dueMs.set(device, dueMs + periods * device.pollMs);
  }
}
