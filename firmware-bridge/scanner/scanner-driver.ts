import type { ErrorCode } from "@gatehouse/protocols/error/error-table";
import type { LineOutput, LineRejectReason } from "@gatehouse/protocols/scan/line-framer";
import {
  decodeScan,
  type ScannedLine,
  type ScanRead,
} from "@gatehouse/protocols/scan/scanner-codec";
import type { BridgeLogger } from "../device/bridge-logger.ts";
import { type Clock, platformTimers, type Timers } from "../device/clock.ts";
import { openDeviceSession } from "../device/device-session.ts";
import { DuplicateFilter } from "../device/duplicate-filter.ts";
import { RefusalLog } from "../device/refusal-log.ts";
import { type DeviceState, superviseDevice } from "../device/supervisor.ts";
import { tellListener } from "../device/tell-listener.ts";
import { createSerialTransport } from "../transport/serial-transport.ts";
import type { OpenTransport } from "../transport/transport.ts";
import { platformTextCodecs } from "./text-codecs.ts";

/** Why a read was refused, as a code of the error table. */
export type ScanRejectCode = Extract<
  ErrorCode,
  "scan.too-long" | "scan.unreadable" | "scan.truncated"
>;

/** One scanner as configured. */
export interface ScannerOptions {
  readonly deviceId: string;
  /** Serial port: `/dev/serial/by-id/…`, `/dev/ttyACM0`, `COM3`. */
  readonly path: string;
  /** Bits per second; most RS-232 scanners leave the factory at 9600, USB-CDC ignores it. */
  readonly baudRate: number;
  /** True when the scanner is set to put AIM identifiers in front of each read. */
  readonly sendsAimIds: boolean;
  /** The same code again within this time is the same scan, ms; 1500 is usual, 0 turns it off. */
  readonly duplicateWindowMs: number;
  readonly logger: BridgeLogger;
  readonly clock: Clock;
  /** 0..1 */
  random(): number;
  /** Another way to the device than the serial port at `path`. */
  readonly openTransport?: OpenTransport;
  readonly timers?: Timers;
}

/** Who hears of reads. A listener that throws is logged and does not stop the scanner. */
export interface ScannerListener {
  /** A code was read. @param at when its last byte came */
  onScan(read: ScanRead, at: { wallTimeMs: number; monotonicMs: number }): void;
  onState(state: DeviceState): void;
  /** Something was read that no record can be made of; the person must be told. */
  onReject(code: ScanRejectCode): void;
}

const REJECT_CODES: Readonly<Record<LineRejectReason, ScanRejectCode>> = {
  "over-long": "scan.too-long",
  "not-text": "scan.unreadable",
  unfinished: "scan.truncated",
};

/** Drives one scanner until closed: connects, reads, reconnects. Never throws; troubles are states. */
export function startScanner(
  options: ScannerOptions,
  listener: ScannerListener,
): { close(): Promise<void> } {
  const driver = new ScannerDriver(options, listener);
  return driver.start();
}

class ScannerDriver {
  readonly #options: ScannerOptions;
  readonly #listener: ScannerListener;
  readonly #duplicates: DuplicateFilter;
  readonly #refusals: RefusalLog;

  constructor(options: ScannerOptions, listener: ScannerListener) {
    this.#options = options;
    this.#listener = listener;
    this.#duplicates = new DuplicateFilter(options.duplicateWindowMs);
    this.#refusals = new RefusalLog(options.logger, options.deviceId);
  }

  start(): { close(): Promise<void> } {
    const { path, baudRate, clock, timers = platformTimers } = this.#options;
    const openTransport =
      this.#options.openTransport ?? (() => createSerialTransport({ path, baudRate, timers }));
    const onOutput = (output: LineOutput, atMs: number) => this.#take(output, atMs);
    return superviseDevice({
      connect: (signal) =>
        openDeviceSession({ transport: openTransport(), clock, timers, onOutput }, signal),
      onState: (state) => this.#takeState(state),
      clock,
      timers,
      random: () => this.#options.random(),
    });
  }

  #take(output: LineOutput, atMs: number): void {
    if (output.kind === "reject") {
      this.#reject(REJECT_CODES[output.reason], output.droppedBytes);
    } else {
      this.#takeLine(output, atMs);
    }
  }

  #takeLine(line: ScannedLine, atMs: number): void {
    const { sendsAimIds, clock } = this.#options;
    const read = decodeScan(line, { sendsAimIds, codecs: platformTextCodecs });
    if (!read.ok) {
      const code = read.reason === "too-long" ? "scan.too-long" : "scan.unreadable";
      this.#reject(code, line.bytes.length);
      return;
    }
    if (this.#duplicates.isRepeat(read.value.payload, atMs)) return;
    const wallTimeMs = Math.round(clock.nowMs() - (clock.monotonicMs() - atMs));
    this.#tell(() => this.#listener.onScan(read.value, { wallTimeMs, monotonicMs: atMs }));
  }

  #takeState(state: DeviceState): void {
    const { deviceId, path, logger } = this.#options;
    const fields = { deviceId, path, ...state };
    if (state.state === "lost") logger.warn(fields, "scanner lost");
    else logger.info(fields, `scanner ${state.state}`);
    this.#tell(() => this.#listener.onState(state));
    if (state.droppedBytes > 0) this.#reject("scan.truncated", state.droppedBytes);
  }

  #reject(code: ScanRejectCode, droppedBytes: number): void {
    this.#refusals.note(code, droppedBytes, this.#options.clock.monotonicMs());
    this.#tell(() => this.#listener.onReject(code));
  }

  #tell(call: () => void): void {
    tellListener(this.#options, call);
  }
}
