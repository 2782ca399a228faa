import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import { platformTimers, type Timers } from "../device/clock.ts";
import type { CloseReason } from "./transport.ts";

/** What every transport does the same way: listeners, a latch for the first end, write deadlines. */
export class ConnectionEnd {
  readonly #chunkListeners = new Set<(bytes: Uint8Array) => void>();
  readonly #closedListeners = new Set<(reason: CloseReason) => void>();
  readonly #pendingWrites = new Set<(error: GatehouseError) => void>();
  readonly #id: string;
  readonly #timers: Timers;
  #reason: CloseReason | null = null;

  constructor(id: string, timers: Timers = platformTimers) {
    this.#id = id;
    this.#timers = timers;
  }

  /** True once the end was told. */
  get hasEnded(): boolean {
    return this.#reason !== null;
  }

  onChunk(listener: (bytes: Uint8Array) => void): () => void {
    this.#chunkListeners.add(listener);
    return () => this.#chunkListeners.delete(listener);
  }

  onClosed(listener: (reason: CloseReason) => void): () => void {
    this.#closedListeners.add(listener);
    return () => this.#closedListeners.delete(listener);
  }

  /** Passes bytes on, unless the end was told. */
  chunk(bytes: Uint8Array): void {
    if (this.hasEnded) return;
    for (const listener of this.#chunkListeners) listener(bytes);
  }

  /** Tells the end; every call after the first is ignored. */
  end(reason: CloseReason): void {
    if (this.hasEnded) return;
    this.#reason = reason;
    const error =
      reason.kind === "lost" ? reason.error : new GatehouseError("device.disconnected", this.#id);
    for (const failWrite of this.#pendingWrites) failWrite(error);
    this.#pendingWrites.clear();
    for (const listener of this.#closedListeners) listener(reason);
  }

  /**
   * Runs one write: `start` calls back when the system has the bytes. Fails at the deadline and
   * when the connection ends first; `onTimeout` ends the connection.
   */
  write(
    deadlineMs: number,
    start: (done: (error: GatehouseError | null) => void) => void,
    onTimeout: (error: GatehouseError) => void,
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (error: GatehouseError | null) => {
        cancel();
        this.#pendingWrites.delete(settle);
        if (error) reject(error);
        else resolve();
      };
      const cancel = this.#timers.after(deadlineMs, () => {
        onTimeout(new GatehouseError("device.write-timeout", this.#id));
      });
      this.#pendingWrites.add(settle);
      start(settle);
    });
  }
}
