import {
  LineFramer,
  type LineFramerOptions,
  type LineOutput,
} from "@gatehouse/protocols/scan/line-framer";
import type { Transport } from "../transport/transport.ts";
import type { Clock, Timers } from "./clock.ts";
import { type Connection, type ConnectionLoss, lossCode } from "./supervisor.ts";

/**
 * A silence timer that fires this late, ms, fired because the process was held up; bytes that came
 * in the meantime may still wait to be read, so the silence is not proven.
 */
const LATE_TIMER_MS = 20;

/** One connection to a line-terminated device. */
export interface DeviceSessionOptions {
  readonly transport: Transport;
  readonly framer?: LineFramerOptions;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Called synchronously, in order. @param atMs monotonic, when the last byte was taken */
  onOutput(output: LineOutput, atMs: number): void;
}

/**
 * Opens the transport and cuts what it brings into lines until it ends.
 * @throws what `Transport.open` throws
 */
export async function openDeviceSession(
  options: DeviceSessionOptions,
  signal: AbortSignal,
): Promise<Connection> {
  const session = new DeviceSession(options);
  try {
    await options.transport.open(signal);
  } catch (cause) {
    await session.close();
    throw cause;
  }
  return session;
}

class DeviceSession implements Connection {
  readonly lost: Promise<ConnectionLoss>;
  readonly #options: DeviceSessionOptions;
  readonly #framer: LineFramer;
  #lastByteMs = 0;
  #cancelIdle: () => void = () => undefined;

  constructor(options: DeviceSessionOptions) {
    this.#options = options;
    this.#framer = new LineFramer(options.framer);
    const { transport } = options;
    transport.onChunk((bytes) => this.#take(bytes));
    this.lost = new Promise((resolve) => {
      transport.onClosed((reason) => {
        this.#cancelIdle();
        resolve({ code: lossCode(reason), droppedBytes: this.#framer.reset() });
      });
    });
  }

  async close(): Promise<void> {
    this.#cancelIdle();
    await this.#options.transport.close();
  }

  #take(bytes: Uint8Array): void {
    this.#lastByteMs = this.#options.clock.monotonicMs();
    this.#emit(this.#framer.push(bytes, this.#lastByteMs));
    this.#awaitSilence();
  }

  #awaitSilence(): void {
    this.#cancelIdle();
    const dueMs = this.#framer.deadlineMs;
    if (dueMs === null) return;
    const delayMs = Math.max(0, dueMs - this.#options.clock.monotonicMs());
    this.#cancelIdle = this.#options.timers.after(delayMs, () => this.#silence(dueMs));
  }

  #silence(dueMs: number): void {
    const nowMs = this.#options.clock.monotonicMs();
    if (nowMs - dueMs > LATE_TIMER_MS) {
      const again = () => this.#silence(nowMs + LATE_TIMER_MS);
      this.#cancelIdle = this.#options.timers.after(LATE_TIMER_MS, again);
      return;
    }
    this.#emit(this.#framer.idle(nowMs));
    this.#awaitSilence();
  }

  #emit(outputs: readonly LineOutput[]): void {
    for (const output of outputs) this.#options.onOutput(output, this.#lastByteMs);
  }
}
