import type { EpochId } from "@gatehouse/protocols/ids";
import type { Logger } from "pino";
import type { AckedMark, SyncOutbox } from "./sync-outbox.ts";

/** Where marks go and who hears of it. */
export interface MarkStoreOptions {
  readonly outbox: Pick<SyncOutbox, "setAcked">;
  readonly logger: Logger;
  /** A mark is on the disk. */
  onStored(): void;
}

/**
 * Stores the centre's marks in one stream one after the other, so that an older one cannot
 * overtake a newer. Each stream has a store of its own, so that telemetry holds no event up.
 * A mark that the disk refused is kept and tried again: without it, what was sent would count as
 * unsent until the next scan.
 */
export class MarkStore {
  readonly #options: MarkStoreOptions;
  /** Newest mark of each epoch that is not on the disk. */
  readonly #waiting = new Map<EpochId, number>();
  #running: Promise<void> | null = null;
  #isFailing = false;

  constructor(options: MarkStoreOptions) {
    this.#options = options;
  }

  /** Stores a mark, in place of an older one of its epoch that still waits. */
  put({ epoch, seq }: AckedMark): void {
    this.#waiting.set(epoch, seq);
    this.retry();
  }

  /** Tries what was refused again; called about once a second. */
  retry(): void {
    if (this.#waiting.size > 0) this.#running ??= this.#run();
  }

  /** True when every mark is on the disk. */
  get isStored(): boolean {
    return this.#waiting.size === 0;
  }

  /** Resolves when nothing is being stored. */
  async settled(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    const { outbox, logger, onStored } = this.#options;
    try {
      for (let next = this.#next(); next; next = this.#next()) {
        await outbox.setAcked(next);
        if (this.#waiting.get(next.epoch) === next.seq) this.#waiting.delete(next.epoch);
        onStored();
      }
      if (this.#isFailing) logger.info("marks are stored again");
      this.#isFailing = false;
    } catch (error) {
      // Lost in a power cut it would be sent again; the centre skips what it has.
      if (!this.#isFailing) logger.error({ err: error }, "could not store the mark");
      this.#isFailing = true;
    }
    this.#running = null;
  }

  #next(): AckedMark | null {
    for (const [epoch, seq] of this.#waiting) return { epoch, seq };
    return null;
  }
}
