import type { ErrorCode } from "@gatehouse/protocols/error/error-table";
import { fail, type Result } from "@gatehouse/protocols/result";

/** How much a queue holds, and what it says when it holds no more. */
export interface ActQueueOptions {
  /** Acts in hand, the one that runs among them. */
  readonly maxActs: number;
  readonly whenFull: ErrorCode;
}

/** Beyond this the disk is not keeping up, and people must know. */
const UNTIL_THE_DISK_FAILS: ActQueueOptions = { maxActs: 1_000, whenFull: "store.failed" };

/** Does one act after the other, in the order in which they came: each sees what came of the one before. */
export class ActQueue {
  readonly #options: ActQueueOptions;
  #last: Promise<unknown> = Promise.resolve();
  #inHand = 0;

  constructor(options: ActQueueOptions = UNTIL_THE_DISK_FAILS) {
    this.#options = options;
  }

  /**
   * @param act answers with a refusal; what it throws reaches the caller
   * @returns what the act answers; `whenFull` at once when too many are in hand
   */
  async run<Value>(
    act: () => Promise<Result<Value, ErrorCode>>,
  ): Promise<Result<Value, ErrorCode>> {
    const { maxActs, whenFull } = this.#options;
    if (this.#inHand >= maxActs) return fail(whenFull);
    this.#inHand += 1;
    const done = this.#last.then(act).finally(() => {
      this.#inHand -= 1;
    });
    // A bug in one act must not refuse all that follow.
    this.#last = done.catch(() => undefined);
    return done;
  }

  /** Resolves when everything that was let in is done. */
  async settled(): Promise<void> {
    await this.#last;
  }
}
