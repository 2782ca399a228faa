import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import { xyMd02Request } from "@gatehouse/protocols/modbus/xy-md02";
import { type Clock, pause, type Timers } from "../device/clock.ts";
import { type Connection, type ConnectionLoss, lossCode } from "../device/supervisor.ts";
import type { OwedReplies } from "../modbus/owed-replies.ts";
import { type RtuAnswer, RtuBus } from "../modbus/rtu-bus.ts";
import type { Transport } from "../transport/transport.ts";
import { type Polled, PollSchedule } from "./poll-schedule.ts";

/** One probe on the wire. */
export interface WiredProbe extends Polled {
  /** Modbus address, 1..247. */
  readonly address: number;
}

/** One connection to a wire with probes. */
export interface ProbeSessionOptions<Probe extends WiredProbe> {
  readonly transport: Transport;
  readonly baudRate: number;
  readonly probes: readonly Probe[];
  readonly owed: OwedReplies;
  readonly clock: Clock;
  readonly timers: Timers;
  /** What one poll brought. */
  onAnswer(probe: Probe, answer: RtuAnswer): void;
}

/**
 * Opens the port and polls its probes, one after the other, until it ends.
 * @throws what `Transport.open` throws
 */
export async function openProbeSession<Probe extends WiredProbe>(
  options: ProbeSessionOptions<Probe>,
  signal: AbortSignal,
): Promise<Connection> {
  const session = new ProbeSession(options);
  try {
    await options.transport.open(signal);
  } catch (cause) {
    await session.close();
    throw cause;
  }
  session.start();
  return session;
}

class ProbeSession<Probe extends WiredProbe> implements Connection {
  readonly lost: Promise<ConnectionLoss>;
  readonly #options: ProbeSessionOptions<Probe>;
  readonly #bus: RtuBus;
  readonly #stop = new AbortController();
  readonly #loss = Promise.withResolvers<ConnectionLoss>();
  #polling: Promise<void> = Promise.resolve();

  constructor(options: ProbeSessionOptions<Probe>) {
    this.#options = options;
    this.lost = this.#loss.promise;
    options.transport.onClosed((reason) => {
      this.#stop.abort();
      this.#loss.resolve({ code: lossCode(reason), droppedBytes: 0 });
    });
    this.#bus = new RtuBus(options);
  }

  start(): void {
    this.#polling = this.#poll().catch((cause: unknown) => {
      if (!(cause instanceof GatehouseError)) return this.#loss.reject(cause);
      // Usually the transport has told its end by now, with a better reason; only the first counts.
      this.#loss.resolve({ code: cause.code, droppedBytes: 0 });
    });
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#options.transport.close();
    await this.#polling;
  }

  async #poll(): Promise<void> {
    const { probes, clock, timers, onAnswer } = this.#options;
    const { signal } = this.#stop;
    const freeMs = ({ address }: Probe) => this.#freeMs(address);
    const schedule = new PollSchedule(probes, freeMs);
    for (let next = schedule.next(); next; next = schedule.next()) {
      const { device, dueMs } = next;
      const waitMs = Math.ceil(dueMs - clock.monotonicMs());
      if (waitMs > 0) await pause(timers, waitMs, signal);
      if (signal.aborted) return;
      const answer = await this.#bus.ask(xyMd02Request(device.address));
      if (signal.aborted) return;
      onAnswer(device, answer);
      schedule.polled(device, freeMs(device));
    }
  }

  #freeMs(address: number): number {
    const { clock, owed } = this.#options;
    return Math.max(clock.monotonicMs(), owed.askableAtMs(address));
  }
}
