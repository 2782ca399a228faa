import { ok } from "@gatehouse/protocols/result";
import { describe, expect, it } from "vitest";
import { ActQueue } from "./act-queue.ts";

describe("act queue", () => {
  it("begins an act only when the one before is done", async () => {
    const acts = new ActQueue();
    const seen: string[] = [];
    const first = Promise.withResolvers<void>();
    const done = [
      acts.run(async () => {
        seen.push("first begins");
        await first.promise;
        seen.push("first ends");
        return ok(1);
      }),
      acts.run(async () => {
        seen.push("second begins");
        return ok(2);
      }),
    ];
    first.resolve();
    expect(await Promise.all(done)).toEqual([ok(1), ok(2)]);
    expect(seen).toEqual(["first begins", "first ends", "second begins"]);
  });

  it("goes on after an act that failed by a bug, which reaches its caller", async () => {
    const acts = new ActQueue();
    const failing = acts.run(() => Promise.reject(new TypeError("a bug")));
    const next = acts.run(async () => ok(true));
    await expect(failing).rejects.toThrow("a bug");
    expect(await next).toEqual(ok(true));
  });

  it("refuses the act beyond a thousand that wait, and takes acts again later", async () => {
    const acts = new ActQueue();
    const waiting = Array.from({ length: 1_000 }, (_, at) => acts.run(async () => ok(at)));
    expect(await acts.run(async () => ok(-1))).toMatchObject({ ok: false, reason: "store.failed" });
    expect((await Promise.all(waiting)).every(({ ok }) => ok)).toBe(true);
    expect(await acts.run(async () => ok(1))).toEqual(ok(1));
  });

  it("holds as few as it is told, the running one among them, and says why in its own words", async () => {
    const acts = new ActQueue({ maxActs: 2, whenFull: "duty.locked-out" });
    const held = Promise.withResolvers<void>();
    const first = acts.run(async () => ok(await held.promise));
    const second = acts.run(async () => ok(true));
    expect(await acts.run(async () => ok(true))).toMatchObject({ reason: "duty.locked-out" });
    held.resolve();
    expect([(await first).ok, (await second).ok]).toEqual([true, true]);
  });

  it("is settled when everything that was let in is done, also what failed", async () => {
    const acts = new ActQueue();
    const done: string[] = [];
    const failing = acts.run(() => Promise.reject(new TypeError("a bug")));
    const second = acts.run(async () => ok(done.push("second")));
    await acts.settled();
    expect(done).toEqual(["second"]);
    await expect(failing).rejects.toThrow("a bug");
    await second;
  });
});
