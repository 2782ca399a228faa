import { performance } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import { sayJsonLine } from "./json-line.ts";
import { type Climate, wanderingClimate } from "./probe-climate.ts";
import { type ProbeCommand, readProbeCommand } from "./probe-command.ts";
import {
  PROBE_SIMULATOR_HELP,
  type ProbeSimulatorOptions,
  readProbeOptions,
} from "./probe-options.ts";
import { PtyCable } from "./pty-cable.ts";
import { RequestFinder, RtuSlave } from "./rtu-slave.ts";
import { runSimulatorProgram, type Simulator } from "./simulator-program.ts";

/** Where a split answer is cut, bytes, and for how long it rests there. */
const SPLIT_AT = 4;
const SPLIT_MS = 30;

/** Probes on one wire: what they measure is set from outside, what they say is `RtuSlave`'s. */
class ProbeSimulator implements Simulator {
  readonly #options: ProbeSimulatorOptions;
  readonly #cable: PtyCable;
  readonly #slaves: readonly RtuSlave[];
  readonly #climates = new Map<number, Climate>();
  #requests = new RequestFinder();
  #isSplitting = false;

  constructor(options: ProbeSimulatorOptions) {
    this.#options = options;
    this.#cable = new PtyCable({
      link: options.link,
      onReceive: (bytes) => void this.#answerAll(bytes),
    });
    this.#slaves = Array.from({ length: options.probes }, (_, at) => {
      const address = at + 1;
      return new RtuSlave(address, () => this.#climateOf(address));
    });
  }

  async start(): Promise<void> {
    await this.#cable.plug();
    sayJsonLine({ ready: true, path: this.#options.link });
  }

  async obey(line: string): Promise<boolean> {
    const command = readProbeCommand(line);
    if (command === null) return false;
    if (command.kind === "set" || command.kind === "change") this.#change(command);
    if (command.kind === "split") this.#isSplitting = command.isOn;
    if (command.kind === "unplug") await this.#cable.unplug();
    if (command.kind === "plug") await this.#plug();
    sayJsonLine({ done: command.kind, plugged: this.#cable.isPlugged });
    return true;
  }

  work(): null {
    return null;
  }

  close(): Promise<void> {
    return this.#cable.close();
  }

  async #plug(): Promise<void> {
    this.#requests = new RequestFinder();
    await this.#cable.plug();
  }

  #change(command: Extract<ProbeCommand, { readonly kind: "set" | "change" }>): void {
    for (const slave of this.#slaves) {
      if (command.address !== null && command.address !== slave.address) continue;
      if (command.kind === "change") slave.change(command.settings);
      else
        this.#climates.set(slave.address, { ...this.#baseOf(slave.address), ...command.climate });
    }
  }

  #baseOf(address: number): Climate {
    return this.#climates.get(address) ?? this.#options.climate;
  }

  #climateOf(address: number): Climate {
    const base = this.#baseOf(address);
    return this.#options.isDrifting ? wanderingClimate(base, performance.now(), address) : base;
  }

  async #answerAll(bytes: Uint8Array): Promise<void> {
    for (const request of this.#requests.push(bytes)) {
      for (const slave of this.#slaves) {
        const answer = slave.answer(request);
        if (answer) await this.#send(answer);
      }
    }
  }

  async #send(answer: Uint8Array): Promise<void> {
    if (!this.#isSplitting) {
      this.#cable.send(answer);
      return;
    }
    this.#cable.send(answer.subarray(0, SPLIT_AT));
    await delay(SPLIT_MS);
    this.#cable.send(answer.subarray(SPLIT_AT));
  }
}

/** Runs simulated probes until their commander is gone, or SIGTERM/SIGINT. @returns exit status */
export async function runProbeSimulator(argv: readonly string[]): Promise<number> {
  return await runSimulatorProgram(argv, {
    help: PROBE_SIMULATOR_HELP,
    readOptions: readProbeOptions,
    create: (options) => new ProbeSimulator(options),
  });
}

if (import.meta.main) process.exitCode = await runProbeSimulator(process.argv.slice(2));
