import { type EpochId, parseEpochId } from "@gatehouse/protocols/ids";
import { pino } from "pino";
import { expect, it } from "vitest";
import { MarkStore } from "./mark-store.ts";
import type { AckedMark } from "./sync-outbox.ts";

function epochOf(text: string): EpochId {
  const parsed = parseEpochId(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}

const EPOCH = epochOf("0123456789abcdef");

/** A disk that can be full, and what lies on it. */
function disk() {
  const stored: AckedMark[] = [];
  const state = { isFull: false };
  const marks = new MarkStore({
    outbox: {
      async setAcked({ epoch, seq }) {
        if (state.isFull) throw new Error("full");
        stored.push({ epoch, seq });
      },
    },
    logger: pino({ level: "silent" }),
    onStored: () => undefined,
  });
  return { stored, state, marks };
}

it("stores a mark that a full disk refused as soon as there is room, without a newer one", async () => {
  const { stored, state, marks } = disk();
  state.isFull = true;
  marks.put({ epoch: EPOCH, seq: 3 });
  marks.put({ epoch: EPOCH, seq: 5 });
  await marks.settled();
  marks.retry();
  await marks.settled();
  expect(stored).toEqual([]);
  state.isFull = false;
  marks.retry();
  await marks.settled();
  expect(stored).toEqual([{ epoch: EPOCH, seq: 5 }]);
});

it("never lets an older mark overtake a newer, and stores one that goes back", async () => {
  const { stored, marks } = disk();
  marks.put({ epoch: EPOCH, seq: 4 });
  marks.put({ epoch: EPOCH, seq: 2 });
  await marks.settled();
  expect(stored.at(-1)).toEqual({ epoch: EPOCH, seq: 2 });
});
