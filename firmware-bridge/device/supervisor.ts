import type { ErrorCode } from "@gatehouse/protocols/error/error-table";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import type { CloseReason } from "../transport/transport.ts";
import { backoffMs } from "./backoff.ts";
import { type Clock, pause, type Timers } from "./clock.ts";

/** How a connection ended; code null when we closed it. */
export interface ConnectionLoss {
  readonly code: ErrorCode | null;
  /** Bytes of an unfinished line that went with it. */
  readonly droppedBytes: number;
}

/** An open connection. */
export interface Connection {
  /** Resolves once, at the end. */
  readonly lost: Promise<ConnectionLoss>;
  close(): Promise<void>;
}

/** What is told of a device at each change. */
export interface DeviceState {
  readonly state: "connecting" | "ready" | "lost";
  /** Why it is lost; null otherwise. */
  readonly code: ErrorCode | null;
  /** Since when it is in this state, Unix ms; stays when only the code changes. */
  readonly sinceMs: number;
  /** Bytes of an unfinished line that were lost with the connection. */
  readonly droppedBytes: number;
}

/** Code of a transport's end; null when we closed it. */
export function lossCode(reason: CloseReason): ErrorCode | null {
  return reason.kind === "lost" ? reason.error.code : null;
}

/** Everything a supervisor needs. */
export interface SupervisorOptions {
  /** Makes one fresh connection. @throws GatehouseError */
  connect(signal: AbortSignal): Promise<Connection>;
  onState(state: DeviceState): void;
  readonly clock: Clock;
  readonly timers: Timers;
  /** 0..1 */
  random(): number;
}

/** Asking whether an absent device is back costs one system call, so it is asked often. */
const ABSENT_POLL_MS = 500;
/** A connection that held this long was a good one: the next trouble starts from a short wait. */
const GOOD_CONNECTION_MS = 30_000;

/**
 * Keeps one device connected: CLOSED → OPENING → READY → LOST → OPENING … until `close`.
 * Tries again by jittered backoff, or twice a second while the device is not there.
 */
export function superviseDevice(options: SupervisorOptions): { close(): Promise<void> } {
  const supervisor = new Supervisor(options);
  return { close: () => supervisor.close() };
}

class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;
  #attempt = 0;
  #told: DeviceState | null = null;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#running = this.#run(this.#stop.signal);
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(signal: AbortSignal): Promise<void> {
    this.#tell("connecting", null, 0);
    while (!signal.aborted) {
      const { code, droppedBytes } = await this.#connectOnce(signal);
      if (signal.aborted || code === null) return;
      this.#tell("lost", code, droppedBytes);
      await pause(this.#options.timers, this.#waitMs(code), signal);
    }
  }

  /** One connection from its opening to its end. */
  async #connectOnce(signal: AbortSignal): Promise<ConnectionLoss> {
    let connection: Connection;
    try {
      connection = await this.#options.connect(signal);
    } catch (cause) {
      if (cause instanceof GatehouseError) return { code: cause.code, droppedBytes: 0 };
      if (signal.aborted) return { code: null, droppedBytes: 0 };
      throw cause;
    }
    const close = () => void connection.close();
    signal.addEventListener("abort", close);
    if (signal.aborted) close();
    else this.#tell("ready", null, 0);
    const readyMs = this.#options.clock.monotonicMs();
    const loss = await connection.lost;
    signal.removeEventListener("abort", close);
    await connection.close();
    if (this.#options.clock.monotonicMs() - readyMs >= GOOD_CONNECTION_MS) this.#attempt = 0;
    return loss;
  }

  #waitMs(code: ErrorCode): number {
    if (code === "device.absent") {
      this.#attempt = 0;
      return ABSENT_POLL_MS;
    }
    this.#attempt += 1;
    return backoffMs(this.#attempt - 1, this.#options.random());
  }

  #tell(state: DeviceState["state"], code: ErrorCode | null, droppedBytes: number): void {
    const told = this.#told;
    if (told?.state === state && told.code === code) return;
    // A pulled plug shows as a broken connection first and as an absent port next: one fact.
    if (told?.code === "device.disconnected" && code === "device.absent") return;
    const sinceMs = told?.state === state ? told.sinceMs : this.#options.clock.nowMs();
    this.#told = { state, code, sinceMs, droppedBytes };
    this.#options.onState(this.#told);
  }
}
