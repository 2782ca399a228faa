import type { EpochId } from "@gatehouse/protocols/ids";
import type { Ack, CentreHello } from "@gatehouse/protocols/wire/messages";
import { describe, expect, it } from "vitest";
import { ACK_TIMEOUT_MS, INITIAL_PUSH_STATE, pushStep } from "./push-machine.ts";
import type { EpochState, PushEffect, PushInput, PushState } from "./push-state.ts";

const EPOCH = "00000000000000aa" as EpochId;
const OLDER = "00000000000000bb" as EpochId;

function epochOf(epoch: EpochId, epochOrder: number, maxSeq: number, ackedSeq = 0): EpochState {
  return { epoch, epochOrder, maxSeq, ackedSeq, ackedHash: null, sentSeq: 0 };
}

function helloWith(marks: readonly [EpochId, number][], credit = 4): CentreHello {
  return {
    v: 1,
    marks: marks.map(([epoch, hw]) => ({ stream: "ev", epoch, hw, hwHash: null })),
    credit,
    maxMessageBytes: 262_144,
    echoSentAtMs: 0,
    nowMs: 0,
  };
}

function ackOf(batch: string | null, hw: number, epoch = EPOCH): Ack {
  return {
    batch: batch as Ack["batch"],
    stream: "ev",
    epoch,
    hw,
    hwHash: null,
    rejected: [],
    credit: 4,
    nowMs: 0,
  };
}

/** Runs inputs and collects effects. */
function run(inputs: readonly PushInput[], from: PushState = INITIAL_PUSH_STATE) {
  let state = from;
  const effects: PushEffect[] = [];
  for (const input of inputs) {
    const step = pushStep(state, input);
    state = step.state;
    effects.push(...step.effects);
  }
  return { state, effects, kinds: effects.map((effect) => effect.kind) };
}

function greeted(epochs: readonly EpochState[], marks: readonly [EpochId, number][]) {
  return run([
    { kind: "connected", nowMs: 0, epochs },
    { kind: "centre-hello", hello: helloWith(marks) },
  ]);
}

describe("push machine", () => {
  it("GW-8: says hello first and sends nothing before the answer", () => {
    const { kinds } = run([
      { kind: "connected", nowMs: 0, epochs: [epochOf(EPOCH, 1, 50)] },
      { kind: "appended", epoch: EPOCH, epochOrder: 1, seq: 51 },
    ]);
    expect(kinds).toEqual(["send-hello"]);
  });

  it("sends an event that was committed while the outbox was read for the hello", () => {
    const { effects } = run([
      { kind: "appended", epoch: EPOCH, epochOrder: 1, seq: 51 },
      { kind: "connected", nowMs: 0, epochs: [epochOf(EPOCH, 1, 50, 50)] },
      { kind: "centre-hello", hello: helloWith([[EPOCH, 50]]) },
    ]);
    expect(effects.at(-1)).toMatchObject({ kind: "read-batch", from: 51 });
  });

  it("GW-9: goes on from the centre's mark, also backward", () => {
    const { effects } = greeted([epochOf(EPOCH, 1, 50, 40)], [[EPOCH, 10]]);
    expect(effects).toContainEqual({ kind: "store-mark", epoch: EPOCH, seq: 10 });
    expect(effects.at(-1)).toMatchObject({ kind: "read-batch", from: 11 });
  });

  it("sends the older epoch first", () => {
    const { effects } = greeted([epochOf(EPOCH, 2, 5), epochOf(OLDER, 1, 5)], []);
    expect(effects.at(-1)).toMatchObject({ kind: "read-batch", epoch: OLDER, from: 1 });
  });

  it("GW-13: asks for 500 compressed rows while catching up and 100 plain ones while live", () => {
    const far = greeted([epochOf(EPOCH, 1, 5_000)], []);
    expect(far.effects.at(-1)).toMatchObject({ maxRows: 500, enc: "zstd" });
    const near = greeted([epochOf(EPOCH, 1, 100)], []);
    expect(near.effects.at(-1)).toMatchObject({ maxRows: 100, enc: "json" });
  });

  it("GW-19: never has more batches in flight than the centre's credit", () => {
    let { state } = greeted([epochOf(EPOCH, 1, 10_000)], []);
    let published = 0;
    for (let turn = 0; turn < 10 && state.reading; turn += 1) {
      const from = state.reading.from;
      const step = pushStep(state, {
        kind: "batch-read",
        nowMs: 2,
        batch: `b${turn}`,
        epoch: EPOCH,
        from,
        to: from + 499,
      });
      published += step.effects.filter((effect) => effect.kind === "publish-batch").length;
      state = step.state;
    }
    expect(published).toBe(4);
    expect(state.inFlight).toHaveLength(4);
  });

  it("GW-20: sends everything after the mark again when no answer comes", () => {
    const start = greeted([epochOf(EPOCH, 1, 20)], []).state;
    const sent = run(
      [
        { kind: "batch-read", nowMs: 5, batch: "b1", epoch: EPOCH, from: 1, to: 20 },
        { kind: "tick", nowMs: 5 + ACK_TIMEOUT_MS },
      ],
      start,
    );
    expect(sent.effects.at(-1)).toMatchObject({ kind: "read-batch", from: 1 });
  });

  it("GW-20: opens a new connection after three silent times", () => {
    const start = run([{ kind: "connected", nowMs: 0, epochs: [] }]).state;
    const { effects } = run(
      [1, 2, 3].map((turn): PushInput => ({ kind: "tick", nowMs: turn * ACK_TIMEOUT_MS })),
      start,
    );
    expect(effects.map((effect) => effect.kind)).toEqual(["send-hello", "send-hello", "reconnect"]);
  });

  it("GW-14: goes back when the centre answers a gap", () => {
    const start = greeted([epochOf(EPOCH, 1, 200, 100)], [[EPOCH, 100]]).state;
    const { effects } = run(
      [
        { kind: "batch-read", nowMs: 5, batch: "b1", epoch: EPOCH, from: 101, to: 200 },
        { kind: "ack", ack: ackOf("b1", 50) },
      ],
      start,
    );
    expect(effects.at(-1)).toMatchObject({ kind: "read-batch", from: 51 });
  });

  it("keeps its mark when an older acknowledgement comes late", () => {
    const start = greeted([epochOf(EPOCH, 1, 20)], []).state;
    const { effects, state } = run(
      [
        { kind: "batch-read", nowMs: 5, batch: "b1", epoch: EPOCH, from: 1, to: 10 },
        { kind: "batch-read", nowMs: 5, batch: "b2", epoch: EPOCH, from: 11, to: 20 },
        { kind: "ack", ack: ackOf("b2", 20) },
        { kind: "ack", ack: ackOf("b1", 10) },
      ],
      start,
    );
    expect(effects.filter(({ kind }) => kind === "store-mark")).toMatchObject([{ seq: 20 }]);
    expect(state.epochs).toMatchObject([{ ackedSeq: 20 }]);
  });

  it("reads again with the next tick when the store could not be read", () => {
    const start = greeted([epochOf(EPOCH, 1, 20)], []).state;
    const { effects } = run([{ kind: "read-failed" }, { kind: "tick", nowMs: 1_000 }], start);
    expect(effects).toMatchObject([{ kind: "read-batch", from: 1 }]);
  });

  it("drops rows that were read before the mark moved", () => {
    const start = greeted([epochOf(EPOCH, 1, 50)], []).state;
    const { effects } = run(
      [
        { kind: "disconnected" },
        { kind: "connected", nowMs: 9, epochs: [epochOf(EPOCH, 1, 50)] },
        { kind: "centre-hello", hello: helloWith([[EPOCH, 30]]) },
        { kind: "batch-read", nowMs: 9, batch: "old", epoch: EPOCH, from: 1, to: 50 },
      ],
      start,
    );
    expect(effects).toContainEqual({ kind: "drop-batch", batch: "old" });
    expect(effects.at(-1)).toMatchObject({ kind: "read-batch", from: 31 });
  });

  it("tells when the centre holds more than the station", () => {
    const { effects } = greeted([epochOf(EPOCH, 1, 5)], [[EPOCH, 9]]);
    expect(effects).toContainEqual({ kind: "mark-ahead", epoch: EPOCH, hw: 9, maxSeq: 5 });
  });
});

/** Numbers in [0, 1) from a seed (mulberry32). */
function seeded(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A centre that keeps the go-back-N rule behind a network that loses, repeats and reorders. */
function simulate(seed: number): { readonly stored: number[]; readonly maxSeq: number } {
  const random = seeded(seed);
  const stored: number[] = [];
  let [state, nowMs, maxSeq, batches] = [INITIAL_PUSH_STATE, 0, 1, 0];
  let isUp = false;
  const toCentre: { batch: string; from: number; to: number }[] = [];
  const toStation: PushInput[] = [];
  const ranges = new Map<string, { from: number; to: number }>();
  const step = (input: PushInput) => {
    const next = pushStep(state, input);
    state = next.state;
    for (const effect of next.effects) perform(effect);
  };
  const perform = (effect: PushEffect) => {
    if (effect.kind === "reconnect") isUp = false;
    if (effect.kind === "send-hello" && isUp) {
      toStation.push({ kind: "centre-hello", hello: helloWith([[EPOCH, stored.length]]) });
    }
    if (effect.kind === "read-batch") {
      const to = Math.min(maxSeq, effect.from + Math.ceil(random() * 20) - 1);
      const batch = `b${batches++}`;
      ranges.set(batch, { from: effect.from, to });
      step({ kind: "batch-read", nowMs, batch, epoch: EPOCH, from: effect.from, to });
    }
    const range = effect.kind === "publish-batch" ? ranges.get(effect.batch) : undefined;
    if (effect.kind === "publish-batch" && range) toCentre.push({ batch: effect.batch, ...range });
  };
  const connect = () => {
    isUp = true;
    toCentre.length = 0;
    toStation.length = 0;
    step({
      kind: "connected",
      nowMs,
      epochs: [epochOf(EPOCH, 1, maxSeq, Math.min(maxSeq, stored.length))],
    });
  };
  const deliver = () => {
    const message = toCentre.shift();
    if (!message || random() < 0.1) return;
    if (random() < 0.1) toCentre.push(message);
    if (message.from <= stored.length + 1) {
      for (let seq = stored.length + 1; seq <= message.to; seq += 1) stored.push(seq);
    }
    if (random() < 0.9) toStation.push({ kind: "ack", ack: ackOf(message.batch, stored.length) });
  };
  for (let turn = 0; turn < 2_000; turn += 1) {
    const isCalm = turn > 1_000;
    nowMs += isCalm ? 1_000 : Math.ceil(random() * 2_000);
    if (!isUp) connect();
    else if (!isCalm && random() < 0.02) {
      isUp = false;
      step({ kind: "disconnected" });
    }
    if (!isCalm && random() < 0.3) {
      maxSeq += 1;
      step({ kind: "appended", epoch: EPOCH, epochOrder: 1, seq: maxSeq });
    }
    deliver();
    const answer = toStation.shift();
    if (isUp && answer) step(answer);
    step({ kind: "tick", nowMs });
  }
  return { stored, maxSeq };
}

describe("push machine behind a bad network", () => {
  it("GW-21: delivers every event exactly once and in order, for 200 seeds", () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const { stored, maxSeq } = simulate(seed);
      expect(stored, `seed ${seed}`).toEqual(Array.from({ length: maxSeq }, (_, at) => at + 1));
    }
  });
});
