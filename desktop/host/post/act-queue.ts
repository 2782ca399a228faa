import type { ErrorCode } from "@gatehouse/protocols/error/error-table";
import { fail, type Result } from "@gatehouse/protocols/result";

/** Acts that may wait; beyond it the disk is not keeping up and people must know. */
const MAX_WAITING = 1_000;

/** Does one act after the other, in the order in which they came: each sees what came of the one before. */
export class ActQueue {
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /**
   * @param act answers with a refusal and never throws
   * @returns what the act answers; `store.failed` at once when too many wait
   */
  async run<Value>(
    act: () => Promise<Result<Value, ErrorCode>>,
  ): Promise<Result<Value, ErrorCode>> {
    if (this.#waiting >= MAX_WAITING) return fail("store.failed", "too many acts wait");
    this.#waiting += 1;
    const done = this.#last.then(act).finally(() => {
      this.#waiting -= 1;
    });
    // A bug in one act must not refuse all that follow.
    this.#last = done.catch(() => undefined);
    return done;
  }
}
