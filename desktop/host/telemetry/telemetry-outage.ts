import type { Logger } from "pino";

/** What a failing disk costs telemetry: one line when it begins, one with the loss when it ends. */
export class TelemetryOutage {
  readonly #logger: Logger;
  #isFailing = false;
  #lostRows = 0;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Rows could not be stored; 0 where only a read failed. */
  failed(error: unknown, rows: number): void {
    if (!this.#isFailing) this.#logger.error({ err: error }, "telemetry fails: rows are dropped");
    this.#isFailing = true;
    this.#lostRows += rows;
  }

  /** Rows were stored. */
  ended(): void {
    if (!this.#isFailing) return;
    this.#logger.warn({ lostRows: this.#lostRows }, "telemetry is stored again");
    [this.#isFailing, this.#lostRows] = [false, 0];
  }

  /** Tells at the end what an outage that lasts has cost. */
  close(): void {
    if (this.#lostRows > 0) this.#logger.warn({ lostRows: this.#lostRows }, "telemetry was lost");
    this.#lostRows = 0;
  }
}
