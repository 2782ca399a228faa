import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import { SerialPort } from "serialport";
import type { Timers } from "../device/clock.ts";
import { ConnectionEnd } from "./connection-end.ts";
import { hangUpBinding } from "./hang-up-binding.ts";
import { serialOpenErrorCode } from "./serial-errors.ts";
import type { Transport } from "./transport.ts";

/** Most bytes that may wait for a device that takes none; a scanner is sent a few at a time. */
const MAX_QUEUED_BYTES = 256 * 1024;

/** Parity bit of each character. */
export type Parity = "none" | "even" | "odd";

/** One serial port, 8 data bits, 1 stop bit. */
export interface SerialTransportOptions {
  /** `/dev/serial/by-id/…`, `/dev/ttyACM0`, `COM3`. */
  readonly path: string;
  /** Bits per second; USB-CDC devices ignore it. */
  readonly baudRate: number;
  /** None unless said. */
  readonly parity?: Parity;
  readonly timers?: Timers;
}

/** A transport over a serial port. */
export function createSerialTransport(options: SerialTransportOptions): Transport {
  return new SerialTransport(options);
}

/**
 * serialport 13 as seen when a device is pulled out (node-serialport issues 805, 1243, 1361, 2043,
 * 2351; observed again on ptys): without a `data` listener nothing is told at all; `error` and
 * `close` come in any order and number; a later write is queued and never answered; a reopened
 * object may deliver nothing. Hence a listener from the start, a latch for the first end, a
 * deadline for each write, and one SerialPort for one connection.
 */
class SerialTransport implements Transport {
  readonly id: string;
  readonly #end: ConnectionEnd;
  readonly #port: SerialPort;
  #isClosing = false;
  #opened: Promise<void> | null = null;
  #released: Promise<void> | null = null;

  constructor(options: SerialTransportOptions) {
    this.id = options.path;
    this.#end = new ConnectionEnd(options.path, options.timers);
    const settings = {
      binding: hangUpBinding,
      path: options.path,
      baudRate: options.baudRate,
      parity: options.parity ?? "none",
      autoOpen: false,
    } as const;
    this.#port = new SerialPort(settings);
  }

  async open(signal: AbortSignal): Promise<void> {
    if (this.#opened !== null) throw new Error("a transport is opened once");
    signal.throwIfAborted();
    const opened = this.#openPort();
    // `close` waits for this one, whatever came of it.
    this.#opened = opened.then(
      () => undefined,
      () => undefined,
    );
    await opened;
    if (signal.aborted || this.#isClosing) {
      await this.#release();
      signal.throwIfAborted();
      throw new GatehouseError("device.disconnected", this.id);
    }
  }

  write(bytes: Uint8Array, deadlineMs: number): Promise<void> {
    if (!this.#port.isOpen || this.#end.hasEnded) {
      return Promise.reject(new GatehouseError("device.disconnected", this.id));
    }
    if (this.#port.writableLength + bytes.length > MAX_QUEUED_BYTES) {
      return Promise.reject(new GatehouseError("device.write-timeout", this.id));
    }
    return this.#end.write(
      deadlineMs,
      (done) => {
        // The caller may reuse its bytes once the promise settles, which can be before the port's queue ends.
        this.#port.write(Buffer.from(bytes), (cause) => {
          done(
            cause ? new GatehouseError("device.disconnected", { detail: this.id, cause }) : null,
          );
        });
      },
      (error) => {
        this.#end.end({ kind: "lost", error });
        void this.#release();
      },
    );
  }

  onChunk(listener: (bytes: Uint8Array) => void): () => void {
    return this.#end.onChunk(listener);
  }

  onClosed(listener: Parameters<Transport["onClosed"]>[0]): () => void {
    return this.#end.onClosed(listener);
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    await this.#opened;
    await this.#release();
  }

  #openPort(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#port.on("data", (bytes: Uint8Array) => this.#end.chunk(bytes));
      this.#port.open((cause) => {
        if (cause) return reject(this.#openError(cause));
        this.#port.on("close", (reason: Error | null) => this.#endBecause(reason));
        this.#port.on("error", (reason: Error) => this.#endBecause(reason));
        this.#port.on("end", () => this.#endBecause(null));
        resolve();
      });
    });
  }

  /** Lets go of the port; what the system still holds is discarded, or closing could wait for it. */
  #release(): Promise<void> {
    this.#released ??= new Promise((resolve) => {
      const port = this.#port;
      if (port.closing) return port.once("close", () => resolve());
      if (!port.isOpen) return resolve();
      port.flush(() => {
        port.close(() => {
          this.#end.end({ kind: "local" });
          resolve();
        });
      });
    });
    return this.#released;
  }

  #endBecause(cause: Error | null): void {
    const isOurs = this.#isClosing && !cause;
    this.#end.end(isOurs ? { kind: "local" } : { kind: "lost", error: this.#lostError(cause) });
    void this.#release();
  }

  #lostError(cause: Error | null): GatehouseError {
    return new GatehouseError("device.disconnected", { detail: this.id, cause });
  }

  #openError(cause: Error): GatehouseError {
    return new GatehouseError(serialOpenErrorCode(cause.message), { detail: this.id, cause });
  }
}
