import type { BridgeLogger } from "./bridge-logger.ts";

/** At most one line in this time: a broken cable can refuse thousands of lines a second, ms. */
const QUIET_MS = 10_000;

/** Logs refused reads: the first at once, then what has gathered, never what was read. */
export class RefusalLog {
  readonly #logger: BridgeLogger;
  readonly #deviceId: string;
  #lastLineMs = Number.NEGATIVE_INFINITY;
  #refused = 0;
  #droppedBytes = 0;

  constructor(logger: BridgeLogger, deviceId: string) {
    this.#logger = logger;
    this.#deviceId = deviceId;
  }

  /** @param code of the error table, or a decoder's reason @param nowMs monotonic */
  note(code: string, droppedBytes: number, nowMs: number): void {
    this.#refused += 1;
    this.#droppedBytes += droppedBytes;
    if (nowMs - this.#lastLineMs < QUIET_MS) return;
    this.#logger.warn(
      {
        deviceId: this.#deviceId,
        code,
        refused: this.#refused,
        droppedBytes: this.#droppedBytes,
      },
      "reads refused",
    );
    this.#lastLineMs = nowMs;
    this.#refused = 0;
    this.#droppedBytes = 0;
  }
}
