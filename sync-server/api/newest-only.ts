import type { StopSignal } from "./centre-router.ts";

/** Hands each value to all who watch; a slow watcher skips to the newest, so nothing piles up. */
export interface NewestOnly<Value> {
  readonly size: () => number;
  publish(value: Value): void;
  /** Values from now on, until `stop` aborts or this closes. */
  watch(stop: StopSignal | undefined): AsyncIterable<Value>;
  /** Ends every watcher. */
  close(): void;
}

interface Watcher<Value> {
  newest: Value | null;
  wake: (() => void) | null;
}

/**
 * Makes a hand-out without watchers.
 * @param onSizeChange called after a watcher came or went
 */
export function createNewestOnly<Value extends object>(
  onSizeChange: () => void,
): NewestOnly<Value> {
  const watchers = new Set<Watcher<Value>>();
  let isClosed = false;

  async function* watch(stop: StopSignal | undefined): AsyncGenerator<Value> {
    const watcher: Watcher<Value> = { newest: null, wake: null };
    stop?.addEventListener("abort", () => watcher.wake?.(), { once: true });
    watchers.add(watcher);
    onSizeChange();
    try {
      while (!isClosed && !stop?.aborted) {
        const value = watcher.newest;
        watcher.newest = null;
        if (value) yield value;
        else await new Promise<void>((resolve) => Object.assign(watcher, { wake: resolve }));
      }
    } finally {
      watchers.delete(watcher);
      onSizeChange();
    }
  }

  return {
    size: () => watchers.size,
    watch,
    publish(value) {
      for (const watcher of watchers) {
        watcher.newest = value;
        watcher.wake?.();
      }
    },
    close() {
      isClosed = true;
      for (const watcher of watchers) watcher.wake?.();
    },
  };
}
