import type { StopSignal } from "@gatehouse/protocols/rpc/station-handlers";

/** A value that changes and whose readers care about the newest state only. */
export interface Latest<Value> {
  /** Replaces the value and wakes every reader. */
  publish(value: Value): void;
  /**
   * The value now and after each change, until `stop` aborts or the reader leaves the loop.
   * What a slow reader missed is skipped: it gets the newest value, so nothing piles up.
   */
  watch(stop?: StopSignal): AsyncIterable<Value>;
  /** The newest value. */
  value(): Value;
  /** Readers that have begun and not ended, for tests and metrics. */
  readerCount(): number;
}

/** Makes a broadcaster that starts with `initial`. */
export function createLatest<Value>(initial: Value): Latest<Value> {
  let current = initial;
  let version = 0;
  const readers = new Set<() => void>();

  function read(stop: StopSignal | undefined): AsyncIterator<Value, undefined> {
    let seen = -1;
    let isEnded = false;
    const sleepers: (() => void)[] = [];

    function wake(): void {
      for (const resume of sleepers.splice(0)) resume();
    }
    function end(): void {
      isEnded = true;
      readers.delete(wake);
      stop?.removeEventListener?.("abort", end);
      wake();
    }
    async function next(): Promise<IteratorResult<Value, undefined>> {
      while (!isEnded && seen === version) {
        await new Promise<void>((resume) => sleepers.push(resume));
      }
      if (isEnded) return { done: true, value: undefined };
      seen = version;
      return { done: false, value: current };
    }

    readers.add(wake);
    if (stop?.aborted) end();
    else stop?.addEventListener("abort", end, { once: true });
    return {
      next,
      return() {
        end();
        return Promise.resolve({ done: true, value: undefined });
      },
    };
  }

  return {
    publish(value) {
      current = value;
      version += 1;
      for (const wake of readers) wake();
    },
    watch: (stop) => ({ [Symbol.asyncIterator]: () => read(stop) }),
    value: () => current,
    readerCount: () => readers.size,
  };
}
