import type { Logger } from "pino";

/** What a renewal stands on. */
export interface ListRenewalOptions {
  /** Issues the list when that is due; its version, or null when it was not. */
  readonly renew: () => Promise<number | null>;
  readonly everyMs: number;
  readonly logger: Logger;
}

/** A running renewal. */
export interface ListRenewal {
  /** Lets an issue in progress end; none begins. */
  close(): Promise<void>;
}

/** Looks at once and then again and again whether the list is due, so that an idle centre's does not expire. */
export function startListRenewal({ renew, everyMs, logger }: ListRenewalOptions): ListRenewal {
  let running = look();
  const timer = setInterval(() => {
    running = running.then(look);
  }, everyMs);

  async function look(): Promise<void> {
    try {
      const version = await renew();
      if (version !== null) logger.info({ version }, "list of operators issued again");
    } catch (error) {
      logger.error({ err: error }, "list of operators not issued again");
    }
  }

  return {
    async close() {
      clearInterval(timer);
      await running;
    },
  };
}
