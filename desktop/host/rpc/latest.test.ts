import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { createLatest } from "./latest.ts";

function reader<Value>(values: AsyncIterable<Value>) {
  return values[Symbol.asyncIterator]();
}

describe("latest value", () => {
  it("gives the value it has at once and each later one", async () => {
    const latest = createLatest("a");
    const values = reader(latest.watch());
    expect(await values.next()).toEqual({ done: false, value: "a" });
    const pending = values.next();
    latest.publish("b");
    expect(await pending).toEqual({ done: false, value: "b" });
    expect(latest.value()).toBe("b");
  });

  it("gives a slow reader only the newest of many", async () => {
    const latest = createLatest(0);
    const values = reader(latest.watch());
    await values.next();
    for (let value = 1; value <= 1_000; value += 1) latest.publish(value);
    expect(await values.next()).toEqual({ done: false, value: 1_000 });
    const pending = values.next();
    latest.publish(1_001);
    expect(await pending).toEqual({ done: false, value: 1_001 });
  });

  it("tells every reader", async () => {
    const latest = createLatest(1);
    const both = [reader(latest.watch()), reader(latest.watch())];
    await Promise.all(both.map((values) => values.next()));
    const pending = both.map((values) => values.next());
    latest.publish(2);
    expect(await Promise.all(pending)).toEqual([
      { done: false, value: 2 },
      { done: false, value: 2 },
    ]);
  });

  it("ends a waiting reader when the stop signal aborts", async () => {
    const latest = createLatest(1);
    const stop = new AbortController();
    const seen: number[] = [];
    const reading = (async () => {
      for await (const value of latest.watch(stop.signal)) {
        seen.push(value);
        queueMicrotask(() => stop.abort());
      }
    })();
    await reading;
    expect(seen).toEqual([1]);
    expect(latest.readerCount()).toBe(0);
  });

  it("gives nothing when it is stopped before it begins", async () => {
    const latest = createLatest(1);
    const values = reader(latest.watch(AbortSignal.abort()));
    expect(await values.next()).toEqual({ done: true, value: undefined });
    expect(latest.readerCount()).toBe(0);
  });

  it("leaves no reader and no abort listener behind", async () => {
    const latest = createLatest(1);
    const stop = new AbortController();
    for (let round = 0; round < 100; round += 1) {
      for await (const _value of latest.watch(stop.signal)) break;
    }
    expect(latest.readerCount()).toBe(0);
    expect(getEventListeners(stop.signal, "abort")).toHaveLength(0);
  });

  it("lets a reader leave while it waits", async () => {
    const latest = createLatest(1);
    const values = reader(latest.watch());
    await values.next();
    const pending = values.next();
    await values.return?.();
    expect(await pending).toEqual({ done: true, value: undefined });
    expect(latest.readerCount()).toBe(0);
  });
});
