import type { Logger } from "pino";
import type { BoardView } from "./board-view.ts";
import type { StopSignal } from "./centre-router.ts";
import { createNewestOnly } from "./newest-only.ts";

/** What the feed reads and how often. */
export interface BoardFeedOptions {
  /** Reads the whole board; a failure is logged and tried again. */
  readonly readBoard: () => Promise<BoardView>;
  /** Shortest time between two pushes, ms. */
  readonly minGapMs: number;
  /** Longest time between two pushes, ms: ages stay true without any change. */
  readonly maxGapMs: number;
  readonly logger: Logger;
}

/** One reader of the database for all open screens. */
export interface BoardFeed {
  /** Something changed: push soon. Many changes make one push. */
  changed(): void;
  /** The board now and at each change, until `stop` aborts or the feed closes. */
  watch(stop: StopSignal | undefined): AsyncIterable<BoardView>;
  /** Ends every watcher. */
  close(): Promise<void>;
}

/** Opens the feed; it reads only while somebody watches. */
export function openBoardFeed(options: BoardFeedOptions): BoardFeed {
  const readAndLog = loggedReader(options);
  const screens = createNewestOnly<BoardView>(changed);
  let isClosed = false;
  let isDirty = false;
  let endPause: (() => void) | null = null;
  let loop: Promise<void> | null = null;

  function changed(): void {
    isDirty = true;
    endPause?.();
    if (!isClosed && screens.size() > 0) loop ??= run();
  }

  async function run(): Promise<void> {
    while (!isClosed && screens.size() > 0) {
      isDirty = false;
      const view = await readAndLog();
      if (view) screens.publish(view);
      await pause(options.minGapMs, () => isClosed);
      await pause(options.maxGapMs - options.minGapMs, () => isDirty || isClosed);
    }
    loop = null;
  }

  function pause(ms: number, isOver: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      endPause = () => {
        if (!isOver()) return;
        clearTimeout(timer);
        resolve();
      };
      endPause?.();
    });
  }

  return {
    changed,
    watch: screens.watch,
    async close() {
      isClosed = true;
      screens.close();
      endPause?.();
      await loop;
    },
  };
}

/** Reads the board, or answers null; logs when it begins to fail and when it works again. */
function loggedReader(options: BoardFeedOptions): () => Promise<BoardView | null> {
  let isFailing = false;
  return async () => {
    try {
      const view = await options.readBoard();
      if (isFailing) options.logger.info("the board can be read again");
      isFailing = false;
      return view;
    } catch (error) {
      if (!isFailing) options.logger.error({ err: error }, "the board cannot be read");
      isFailing = true;
      return null;
    }
  };
}
