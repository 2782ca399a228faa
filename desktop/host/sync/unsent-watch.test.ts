import type { UnsentView } from "@gatehouse/protocols/rpc/station-view";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import type { Outbox } from "../event-log/outbox.ts";
import { UnsentWatch } from "./unsent-watch.ts";

/** An outbox whose answers a test gives by hand, in turn. */
function startWatch() {
  const asked: PromiseWithResolvers<UnsentView>[] = [];
  const shown: number[] = [];
  const outbox: Pick<Outbox, "unsent"> = {
    unsent() {
      const question = Promise.withResolvers<UnsentView>();
      asked.push(question);
      return question.promise;
    },
  };
  const watch = new UnsentWatch(outbox as Outbox, pino({ level: "silent" }), ({ count }) =>
    shown.push(count),
  );
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  const answer = async (count: number) => {
    asked.at(-1)?.resolve({ count, oldestAtMs: null });
    await settled();
  };
  const failAnswer = async () => {
    asked.at(-1)?.reject(new Error("disk"));
    await settled();
  };
  return { watch, asked, shown, answer, failAnswer };
}

describe("unsent watch", () => {
  it("tells what the outbox answers", async () => {
    const { watch, shown, answer } = startWatch();
    watch.refresh();
    await answer(4);
    expect(shown).toEqual([4]);
  });

  it("asks once more after a burst, so that the last change is never missed", async () => {
    const { watch, asked, shown, answer } = startWatch();
    for (let change = 0; change < 50; change += 1) watch.refresh();
    expect(asked).toHaveLength(1);
    await answer(1);
    expect(asked).toHaveLength(2);
    await answer(50);
    expect(shown).toEqual([1, 50]);
    expect(asked).toHaveLength(2);
  });

  it("asks again at the next change after an answer failed", async () => {
    const { watch, shown, answer, failAnswer } = startWatch();
    watch.refresh();
    await failAnswer();
    watch.refresh();
    await answer(2);
    expect(shown).toEqual([2]);
  });
});
