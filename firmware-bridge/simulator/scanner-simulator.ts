import { setTimeout as delay } from "node:timers/promises";
import { inventCode, seededRandom } from "./invented-codes.ts";
import { sayJsonLine } from "./json-line.ts";
import { PtyCable } from "./pty-cable.ts";
import { readSimulatorCommand } from "./simulator-command.ts";
import {
  type Fault,
  readSimulatorOptions,
  SIMULATOR_HELP,
  type SimulatorOptions,
} from "./simulator-options.ts";
import { runSimulatorProgram, type Simulator } from "./simulator-program.ts";

const FAULT_EVERY = 4;
const OVER_LONG_CHARACTERS = 6_000;
const UNPLUGGED_MS = 2_000;

/**
 * A barcode scanner as its bytes, a program of its own that knows nothing of how we read them:
 * a mistake of our codec cannot hide behind the same mistake here.
 */
class ScannerSimulator implements Simulator {
  readonly #options: SimulatorOptions;
  readonly #cable: PtyCable;
  readonly #random: () => number;
  #invented = 0;
  #faultsMade = 0;

  constructor(options: SimulatorOptions) {
    this.#options = options;
    this.#cable = new PtyCable({ link: options.link });
    this.#random = seededRandom(options.seed);
  }

  async start(): Promise<void> {
    await this.#cable.plug();
    sayJsonLine({ ready: true, path: this.#options.link });
  }

  async obey(line: string): Promise<boolean> {
    const command = readSimulatorCommand(line);
    if (command === null) return false;
    if (command.kind === "scan") this.#send(this.#symbol(command.text, "]Q1"));
    if (command.kind === "bytes") this.#send(command.bytes);
    if (command.kind === "unplug") await this.#cable.unplug();
    if (command.kind === "plug") await this.#cable.plug();
    if (command.kind === "unplug" || command.kind === "plug") {
      sayJsonLine({ plugged: this.#cable.isPlugged });
    }
    return true;
  }

  work(signal: AbortSignal): Promise<void> | null {
    return this.#options.ratePerMinute > 0 ? this.#invent(signal) : null;
  }

  close(): Promise<void> {
    return this.#cable.close();
  }

  /** Invents scans at the asked rate until the count is reached or `signal` aborts. */
  async #invent(signal: AbortSignal): Promise<void> {
    const { count, ratePerMinute } = this.#options;
    while (!signal.aborted && (count === 0 || this.#invented < count)) {
      await delay(60_000 / ratePerMinute, undefined, { signal });
      await this.#inventOne(signal);
    }
  }

  async #inventOne(signal: AbortSignal): Promise<void> {
    this.#invented += 1;
    const code = inventCode(this.#random);
    const bytes = this.#symbol(code.text, code.aimId);
    const fault = this.#invented % FAULT_EVERY === 0 ? this.#nextFault() : null;
    if (fault === "noise") this.#send(Buffer.concat([this.#garbage(), bytes]));
    else if (fault === "binary") this.#send(Buffer.from([0x00, 0x01, 0x7e, 0x02, 0x0d]));
    else if (fault === "over-long") this.#send(this.#symbol("9".repeat(OVER_LONG_CHARACTERS), ""));
    else if (fault === "unplug-mid-line") await this.#unplugDuring(bytes, signal);
    else this.#send(bytes);
  }

  async #unplugDuring(bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    this.#send(bytes.subarray(0, Math.ceil(bytes.length / 2)));
    await this.#cable.unplug();
    await delay(UNPLUGGED_MS, undefined, { signal });
    await this.#cable.plug();
  }

  #nextFault(): Fault | null {
    const { faults } = this.#options;
    this.#faultsMade += 1;
    return faults[(this.#faultsMade - 1) % Math.max(1, faults.length)] ?? null;
  }

  #garbage(): Uint8Array {
    return Uint8Array.from({ length: 12 }, () => Math.floor(this.#random() * 9));
  }

  #symbol(text: string, aimId: string): Uint8Array {
    const { sendsAimIds, suffix } = this.#options;
    return Buffer.from(`${sendsAimIds ? aimId : ""}${text}${suffix}`, "utf8");
  }

  #send(bytes: Uint8Array): void {
    sayJsonLine(this.#cable.send(bytes) ? { wrote: bytes.length } : { lost: bytes.length });
  }
}

/** Runs a simulated scanner until its work is done, its commander is gone, or SIGTERM/SIGINT. */
export async function runScannerSimulator(argv: readonly string[]): Promise<number> {
  return await runSimulatorProgram(argv, {
    help: SIMULATOR_HELP,
    readOptions: readSimulatorOptions,
    create: (options) => new ScannerSimulator(options),
  });
}

if (import.meta.main) process.exitCode = await runScannerSimulator(process.argv.slice(2));
