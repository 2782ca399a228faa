import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import type { EventBody } from "@gatehouse/protocols/event/event-types";
import type { Logger } from "pino";
import type { EventContext } from "../event-log/event-builder.ts";
import type { EventLog } from "../event-log/event-log.ts";

type CrossingBody = EventBody<"threshold.crossed">;

/** Where crossings are recorded. */
export interface CrossingRecordOptions {
  readonly log: Pick<EventLog, "append">;
  /** Who is at the post, if anybody. */
  context(): EventContext;
  readonly logger: Logger;
}

/**
 * Records crossed limits. What a failing store refuses is tried again, or a room that is too warm
 * would count as well until it is too warm a second time; of each quantity only the newest
 * crossing waits. An outage costs one line in the log.
 */
export class CrossingRecord {
  readonly #options: CrossingRecordOptions;
  /** The newest crossing of each quantity that is not on the disk. */
  readonly #waiting = new Map<string, CrossingBody>();
  #isTrying = false;
  #isFailing = false;

  constructor(options: CrossingRecordOptions) {
    this.#options = options;
  }

  /** Records a crossing, in place of an older one of the same quantity that still waits. */
  record(crossing: CrossingBody): void {
    const quantity = `${crossing.deviceId} ${crossing.metric}`;
    this.#waiting.delete(quantity);
    this.#waiting.set(quantity, crossing);
    this.retry();
  }

  /** Tries what was refused again; called a few times a second. */
  retry(): void {
    if (!this.#isTrying && this.#waiting.size > 0) void this.#run();
  }

  async #run(): Promise<void> {
    this.#isTrying = true;
    for (const [quantity, crossing] of this.#waiting) {
      const isDone = await this.#append(crossing);
      if (!isDone) break;
      if (this.#waiting.get(quantity) === crossing) this.#waiting.delete(quantity);
    }
    this.#isTrying = false;
  }

  /** @returns false when it must be tried again */
  async #append(body: CrossingBody): Promise<boolean> {
    const { log, context, logger } = this.#options;
    try {
      await log.append({ type: "threshold.crossed", body }, context());
    } catch (error) {
      if (!this.#isFailing) logger.error({ err: error }, "crossed limits are not recorded");
      this.#isFailing = true;
      return !(error instanceof GatehouseError && error.code.startsWith("store."));
    }
    if (this.#isFailing) logger.info("crossed limits are recorded again");
    this.#isFailing = false;
    return true;
  }
}
