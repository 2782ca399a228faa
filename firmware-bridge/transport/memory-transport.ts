import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import type { Timers } from "../device/clock.ts";
import { ConnectionEnd } from "./connection-end.ts";
import type { CloseReason, Transport } from "./transport.ts";

/** The port of a memory device: at most one transport holds it at a time. */
interface MemoryPort {
  isPlugged: boolean;
  isStalled: boolean;
  holder: MemoryTransport | null;
  readonly onReceive: (bytes: Uint8Array) => void;
}

/** Name and far end of a memory device. */
export interface MemoryDeviceOptions {
  readonly id: string;
  /** Gets what the host writes. */
  readonly onReceive?: (bytes: Uint8Array) => void;
  readonly timers?: Timers;
}

/**
 * A device in this process: replay of recordings, and everything that needs no system port.
 * Its transports behave as serial ones do, which one acceptance suite checks for both.
 */
export class MemoryDevice {
  readonly #port: MemoryPort;
  readonly #options: MemoryDeviceOptions;

  constructor(options: MemoryDeviceOptions) {
    this.#options = options;
    const onReceive = options.onReceive ?? (() => undefined);
    this.#port = { isPlugged: true, isStalled: false, holder: null, onReceive };
  }

  /** A fresh transport to this device. */
  openTransport(): Transport {
    return new MemoryTransport(this.#port, this.#options);
  }

  /** Sends bytes to whoever holds the port; with nobody there they are lost, as on a wire. */
  send(bytes: Uint8Array): void {
    this.#port.holder?.receive(bytes);
  }

  /** Takes no more writes, as a device with a stopped flow control. */
  stall(): void {
    this.#port.isStalled = true;
  }

  /** Pulls the plug. */
  unplug(): void {
    this.#port.isPlugged = false;
    this.#port.holder?.lose();
  }

  /** Plugs it in again. */
  plug(): void {
    this.#port.isPlugged = true;
    this.#port.isStalled = false;
  }
}

class MemoryTransport implements Transport {
  readonly id: string;
  readonly #end: ConnectionEnd;
  readonly #port: MemoryPort;
  #isUsed = false;

  constructor(port: MemoryPort, options: MemoryDeviceOptions) {
    this.id = options.id;
    this.#port = port;
    this.#end = new ConnectionEnd(options.id, options.timers);
  }

  async open(signal: AbortSignal): Promise<void> {
    if (this.#isUsed) throw new Error("a transport is opened once");
    this.#isUsed = true;
    signal.throwIfAborted();
    if (this.#end.hasEnded) throw new GatehouseError("device.disconnected", this.id);
    if (!this.#port.isPlugged) throw new GatehouseError("device.absent", this.id);
    if (this.#port.holder) throw new GatehouseError("device.busy", this.id);
    this.#port.holder = this;
  }

  async write(bytes: Uint8Array, deadlineMs: number): Promise<void> {
    if (this.#port.holder !== this) throw new GatehouseError("device.disconnected", this.id);
    await this.#end.write(
      deadlineMs,
      (done) => {
        if (this.#port.isStalled) return;
        this.#port.onReceive(bytes.slice());
        done(null);
      },
      (error) => this.#finish({ kind: "lost", error }),
    );
  }

  onChunk(listener: (bytes: Uint8Array) => void): () => void {
    return this.#end.onChunk(listener);
  }

  onClosed(listener: (reason: CloseReason) => void): () => void {
    return this.#end.onClosed(listener);
  }

  async close(): Promise<void> {
    if (this.#port.holder === this) this.#finish({ kind: "local" });
  }

  /** Bytes from the device. */
  receive(bytes: Uint8Array): void {
    this.#end.chunk(bytes);
  }

  /** The plug was pulled. */
  lose(): void {
    this.#finish({ kind: "lost", error: new GatehouseError("device.disconnected", this.id) });
  }

  #finish(reason: CloseReason): void {
    if (this.#port.holder === this) this.#port.holder = null;
    this.#end.end(reason);
  }
}
