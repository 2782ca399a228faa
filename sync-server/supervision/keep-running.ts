import type { Logger } from "pino";
import { Backoff } from "./backoff.ts";

/** One run of something that should always run. */
export interface Life {
  /** Resolves with how it ended. */
  readonly ended: Promise<string>;
  end(): Promise<void>;
}

/** What to keep running. */
export interface KeepRunningOptions<Run extends Life> {
  readonly name: string;
  start(): Promise<Run>;
  readonly logger: Logger;
}

/** Something that is started again whenever it ends. */
export interface KeptRunning<Run extends Life> {
  /** The newest run; it may have ended a moment ago. */
  current(): Run;
  close(): Promise<void>;
}

/** Starts it, and from then on starts it again whenever it ends. A failing first start is the caller's to hear. */
export async function keepRunning<Run extends Life>(
  options: KeepRunningOptions<Run>,
): Promise<KeptRunning<Run>> {
  const { name, logger } = options;
  const stop = new AbortController();
  const backoff = new Backoff();
  let life = await options.start();

  async function loop(): Promise<void> {
    let ended = await life.ended;
    while (!stop.signal.aborted) {
      logger.error({ part: name, ended }, "ended; starting it again");
      await backoff.wait(stop.signal);
      if (!stop.signal.aborted) ended = await nextEnd();
    }
  }

  /** Starts once more and waits for the end of that, or of the attempt. */
  async function nextEnd(): Promise<string> {
    try {
      life = await options.start();
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    // `close` came while it was starting.
    if (stop.signal.aborted) await life.end();
    return await life.ended;
  }

  const looping = loop();
  let closing: Promise<void> | null = null;
  return {
    current: () => life,
    close() {
      closing ??= (async () => {
        stop.abort();
        await life.end();
        await looping;
      })();
      return closing;
    },
  };
}
