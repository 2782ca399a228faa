import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { keepRunning, type Life } from "./keep-running.ts";

const logger = pino({ level: "silent" });

/** A thing that runs until it is ended or breaks. */
function brittle(number: number) {
  const { promise, resolve } = Promise.withResolvers<string>();
  return { number, ended: promise, break: resolve, end: async () => resolve("asked to") };
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error("never happened");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe("something kept running", () => {
  it("is started again when it ends, also after a start that failed", async () => {
    const starts: number[] = [];
    const kept = await keepRunning({
      name: "brittle",
      logger,
      async start() {
        starts.push(starts.length + 1);
        if (starts.length === 2) throw new Error("not this time");
        return brittle(starts.length);
      },
    });
    kept.current().break("broke");
    await until(() => kept.current().number === 3);
    await kept.close();
    expect(starts).toEqual([1, 2, 3]);
  });

  it("stays ended once closed, however often that is asked", async () => {
    let starts = 0;
    const kept = await keepRunning<Life>({
      name: "brittle",
      logger,
      async start() {
        starts += 1;
        return brittle(starts);
      },
    });
    await Promise.all([kept.close(), kept.close()]);
    expect(starts).toBe(1);
  });

  it("tells the caller when the first start fails", async () => {
    const start = () => Promise.reject(new Error("port in use"));
    await expect(keepRunning({ name: "brittle", logger, start })).rejects.toThrow("port in use");
  });
});
