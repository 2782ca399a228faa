import type { Logger } from "pino";
import type { BoardView } from "./board-view.ts";
import type { StopSignal } from "./centre-router.ts";

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

/** A screen that waits; it holds one view at most, so a slow one skips to the newest. */
interface Watcher {
  newest: BoardView | null;
  wake: () => void;
}

/** Opens the feed; it reads only while somebody watches. */
export function openBoardFeed(options: BoardFeedOptions): BoardFeed {
  const watchers = new Set<Watcher>();
  let closed = false;
  let isDirty = false;
  let isFailing = false;
  let wakeLoop = () => {};
  let loop: Promise<void> | null = null;

  async function readOnce(): Promise<void> {
    isDirty = false;
    try {
      const view = await options.readBoard();
      if (isFailing) options.logger.info("board can be read again");
      isFailing = false;
      for (const watcher of watchers) {
        watcher.newest = view;
        watcher.wake();
      }
    } catch (error) {
      if (!isFailing) options.logger.error({ err: error }, "board cannot be read");
      isFailing = true;
    }
  }

  function pause(ms: number, canWake: boolean): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wakeLoop = () => {
        if (!canWake && !closed) return;
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async function run(): Promise<void> {
    while (!closed && watchers.size > 0) {
      await readOnce();
      await pause(options.minGapMs, false);
      if (!isDirty && !closed) await pause(options.maxGapMs - options.minGapMs, true);
    }
    loop = null;
  }

  function changed(): void {
    isDirty = true;
    wakeLoop();
  }

  async function* watch(stop: StopSignal | undefined): AsyncGenerator<BoardView> {
    const watcher: Watcher = { newest: null, wake: () => {} };
    watchers.add(watcher);
    stop?.addEventListener("abort", () => watcher.wake(), { once: true });
    changed();
    loop ??= run();
    try {
      while (!closed && !stop?.aborted) {
        const view = watcher.newest;
        watcher.newest = null;
        if (view) yield view;
        else await new Promise<void>((resolve) => (watcher.wake = resolve));
      }
    } finally {
      watchers.delete(watcher);
      wakeLoop();
    }
  }

  return {
    changed,
    watch,
    async close() {
      closed = true;
      wakeLoop();
      for (const watcher of watchers) watcher.wake();
      await loop;
    },
  };
}
