import type { ErrorCode } from "@gatehouse/protocols/error/error-table";
import type { DeviceState } from "../device/supervisor.ts";

/** One or two misses are the noise of a long cable; this many in a row are a fault. */
const MISSES_TO_LOSE = 3;

/** Why a poll brought no values. */
export type ProbeMissCode = Extract<ErrorCode, "device.no-answer" | "device.bad-answer">;

/** What is told of one probe on a shared wire, from what its polls bring and how the port is. */
export class ProbeHealth {
  readonly #nowMs: () => number;
  readonly #onState: (state: DeviceState) => void;
  #told: DeviceState | null = null;
  #misses = 0;
  /** The newest misses that were of the same kind. */
  #run: { readonly code: ProbeMissCode; readonly length: number } | null = null;

  /** @param nowMs wall clock, Unix ms */
  constructor(nowMs: () => number, onState: (state: DeviceState) => void) {
    this.#nowMs = nowMs;
    this.#onState = onState;
  }

  /** True from its loss to its next good answer. */
  get isLost(): boolean {
    return this.#told?.state === "lost";
  }

  /** The port changed. That it is open says nothing of the probe behind it. */
  portChanged(port: DeviceState): void {
    if (port.state === "ready") return;
    this.#forget();
    this.#tell(port.state, port.code);
  }

  /** A good answer. */
  answered(): void {
    this.#forget();
    this.#tell("ready", null);
  }

  /** A poll without values. A lost probe gets another code only by as many misses of that kind. */
  missed(code: ProbeMissCode): void {
    this.#misses += 1;
    this.#run = { code, length: this.#run?.code === code ? this.#run.length + 1 : 1 };
    const needed = this.isLost ? this.#run.length : this.#misses;
    if (needed >= MISSES_TO_LOSE) this.#tell("lost", code);
  }

  #forget(): void {
    this.#misses = 0;
    this.#run = null;
  }

  #tell(state: DeviceState["state"], code: ErrorCode | null): void {
    const told = this.#told;
    if (told?.state === state && told.code === code) return;
    const sinceMs = told?.state === state ? told.sinceMs : this.#nowMs();
    this.#told = { state, code, sinceMs, droppedBytes: 0 };
    this.#onState(this.#told);
  }
}
