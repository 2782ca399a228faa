import type { UnsentView } from "@gatehouse/protocols/rpc/station-view";
import type { Logger } from "pino";
import type { Outbox } from "../event-log/outbox.ts";

/** Asks the outbox what is unsent, never twice at once: a burst of changes costs one more query. */
export class UnsentWatch {
  readonly #outbox: Outbox;
  readonly #logger: Logger;
  readonly #onChange: (unsent: UnsentView) => void;
  #isAsking = false;
  #isAskedAgain = false;

  constructor(outbox: Outbox, logger: Logger, onChange: (unsent: UnsentView) => void) {
    this.#outbox = outbox;
    this.#logger = logger;
    this.#onChange = onChange;
  }

  refresh(): void {
    if (this.#isAsking) {
      this.#isAskedAgain = true;
      return;
    }
    this.#isAsking = true;
    this.#outbox
      .unsent()
      .then(this.#onChange)
      .catch((error: unknown) => this.#logger.error({ err: error }, "unsent query failed"))
      .finally(() => {
        this.#isAsking = false;
        if (!this.#isAskedAgain) return;
        this.#isAskedAgain = false;
        this.refresh();
      });
  }
}
