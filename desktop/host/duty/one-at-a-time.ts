/** Lets one task run at a time, in the order in which they came; those that wait are few. */
export class OneAtATime {
  readonly #maxWaiting: number;
  #last: Promise<unknown> = Promise.resolve();
  #inside = 0;

  constructor(maxWaiting: number) {
    this.#maxWaiting = maxWaiting;
  }

  /** Runs a task in its turn; when too many wait already it never runs, and `onFull` answers. */
  async run<Value>(task: () => Promise<Value>, onFull: () => Value): Promise<Value> {
    if (this.#inside > this.#maxWaiting) return onFull();
    this.#inside += 1;
    const mine = this.#last.then(task);
    const leave = () => {
      this.#inside -= 1;
    };
    // A failure is for whoever asked; the next in line runs all the same.
    this.#last = mine.then(leave, leave);
    return mine;
  }

  /** Resolves when everything that was let in is done. */
  async settled(): Promise<void> {
    await this.#last;
  }
}
