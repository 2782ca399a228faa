import type { EpochId } from "@gatehouse/protocols/ids";
import type { Ack, CentreHello, Stream } from "@gatehouse/protocols/wire/messages";
import { describe, expect, it } from "vitest";
import { INITIAL_PUSH_STATE, pushStep } from "./push-machine.ts";
import type { EpochState, PushEffect, PushInput, PushState } from "./push-state.ts";
import { ACK_TIMEOUT_MS } from "./push-timeouts.ts";

const EPOCH = "00000000000000aa" as EpochId;
const OLDER = "00000000000000bb" as EpochId;

function epochOf(epoch: EpochId, epochOrder: number, maxSeq: number, ackedSeq = 0): EpochState {
  return { stream: "ev", epoch, epochOrder, maxSeq, ackedSeq, ackedHash: null, sentSeq: 0 };
}

/** The telemetry of an epoch. */
function tmOf(maxSeq: number, ackedSeq = 0, epoch = EPOCH, epochOrder = 1): EpochState {
  return { ...epochOf(epoch, epochOrder, maxSeq, ackedSeq), stream: "tm" };
}

type Mark = readonly [epoch: EpochId, hw: number, stream?: Stream];

function helloWith(marks: readonly Mark[], credit = 4): CentreHello {
  return {
    v: 1,
    marks: marks.map(([epoch, hw, stream = "ev"]) => ({ stream, epoch, hw, hwHash: null })),
    credit,
    maxMessageBytes: 262_144,
    echoSentAtMs: 0,
    nowMs: 0,
  };
}

function ackOf(batch: string | null, hw: number, changes: Partial<Ack> = {}): Ack {
  return {
    batch: batch as Ack["batch"],
    stream: "ev",
    epoch: EPOCH,
    hw,
    hwHash: null,
    rejected: [],
    credit: 4,
    nowMs: 0,
    ...changes,
  };
}

function readOf(stream: Stream, batch: string, from: number, to: number): PushInput {
  return { kind: "batch-read", nowMs: 5, batch, stream, epoch: EPOCH, from, to };
}

function appendedAt(seq: number, stream: Stream = "ev"): PushInput {
  return { kind: "appended", stream, epoch: EPOCH, epochOrder: 1, seq };
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

function greeted(epochs: readonly EpochState[], marks: readonly Mark[], credit = 4) {
  return run([
    { kind: "connected", nowMs: 0, epochs },
    { kind: "centre-hello", hello: helloWith(marks, credit) },
  ]);
}

describe("push machine", () => {
  it("GW-8: says hello first and sends nothing before the answer", () => {
    const { kinds } = run([
      { kind: "connected", nowMs: 0, epochs: [epochOf(EPOCH, 1, 50)] },
      appendedAt(51),
    ]);
    expect(kinds).toEqual(["send-hello"]);
  });

  it("sends an event that was committed while the outbox was read for the hello", () => {
    const { effects } = run([
      appendedAt(51),
      { kind: "connected", nowMs: 0, epochs: [epochOf(EPOCH, 1, 50, 50)] },
      { kind: "centre-hello", hello: helloWith([[EPOCH, 50]]) },
    ]);
    expect(effects.at(-1)).toMatchObject({ kind: "read-batch", from: 51 });
  });

  it("GW-9: goes on from the centre's mark, also backward", () => {
    const { effects } = greeted([epochOf(EPOCH, 1, 50, 40)], [[EPOCH, 10]]);
    expect(effects).toContainEqual({ kind: "store-mark", stream: "ev", epoch: EPOCH, seq: 10 });
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
      const step = pushStep(state, readOf("ev", `b${turn}`, from, from + 499));
      published += step.effects.filter((effect) => effect.kind === "publish-batch").length;
      state = step.state;
    }
    expect(published).toBe(4);
    expect(state.inFlight).toHaveLength(4);
  });

  it("GW-20: sends everything after the mark again when no answer comes", () => {
    const start = greeted([epochOf(EPOCH, 1, 20)], []).state;
    const sent = run(
      [readOf("ev", "b1", 1, 20), { kind: "tick", nowMs: 5 + ACK_TIMEOUT_MS }],
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
      [readOf("ev", "b1", 101, 200), { kind: "ack", ack: ackOf("b1", 50) }],
      start,
    );
    expect(effects.at(-1)).toMatchObject({ kind: "read-batch", from: 51 });
  });

  it("keeps its mark when an older acknowledgement comes late", () => {
    const start = greeted([epochOf(EPOCH, 1, 20)], []).state;
    const { effects, state } = run(
      [
        readOf("ev", "b1", 1, 10),
        readOf("ev", "b2", 11, 20),
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
        readOf("ev", "old", 1, 50),
      ],
      start,
    );
    expect(effects).toContainEqual({ kind: "drop-batch", batch: "old" });
    expect(effects.at(-1)).toMatchObject({ kind: "read-batch", from: 31 });
  });

  it("tells when the centre holds more than the station", () => {
    const { effects } = greeted([epochOf(EPOCH, 1, 5)], [[EPOCH, 9]]);
    expect(effects).toContainEqual({
      kind: "mark-ahead",
      stream: "ev",
      epoch: EPOCH,
      hw: 9,
      maxSeq: 5,
    });
  });
});

const reads = (effects: readonly PushEffect[]) =>
  effects.filter((effect) => effect.kind === "read-batch");
const published = (effects: readonly PushEffect[]) =>
  effects.filter((effect) => effect.kind === "publish-batch").map(({ stream }) => stream);

const ackInput = (batch: string, hw: number): PushInput => ({ kind: "ack", ack: ackOf(batch, hw) });

/** So many seconds in which every read succeeds and the centre says nothing. */
function silentFor(seconds: number, from: PushState, startS = 0) {
  let state = from;
  const effects: PushEffect[] = [];
  for (let second = startS + 1; second <= startS + seconds; second += 1) {
    const nowMs = second * 1_000;
    const inputs: PushInput[] = [{ kind: "tick", nowMs }];
    if (state.reading) {
      const { stream, from: first } = state.reading;
      const end = state.epochs.find((one) => one.stream === stream)?.maxSeq ?? first;
      inputs.unshift({ ...readOf(stream, `b${second}`, first, end), nowMs } as PushInput);
    }
    const step = run(inputs, state);
    state = step.state;
    effects.push(...step.effects);
  }
  return { state, effects };
}

describe("push machine with both streams", () => {
  it("GW-36: goes on in each stream from its own mark, though both have the same epoch", () => {
    const { effects, state } = greeted(
      [epochOf(EPOCH, 1, 50), tmOf(90)],
      [
        [EPOCH, 50],
        [EPOCH, 70, "tm"],
      ],
    );
    expect(effects.filter(({ kind }) => kind === "store-mark")).toMatchObject([
      { stream: "ev", epoch: EPOCH, seq: 50 },
      { stream: "tm", epoch: EPOCH, seq: 70 },
    ]);
    expect(reads(effects)).toMatchObject([{ stream: "tm", epoch: EPOCH, from: 71 }]);
    const { state: acked } = run([{ kind: "ack", ack: ackOf(null, 90, { stream: "tm" }) }], state);
    expect(acked.epochs).toMatchObject([
      { stream: "ev", ackedSeq: 50 },
      { stream: "tm", ackedSeq: 90 },
    ]);
  });

  it("GW-9, GW-36: begins at 0 in an epoch of telemetry that the centre does not name", () => {
    const { effects } = greeted([epochOf(EPOCH, 1, 50, 50), tmOf(20, 10)], [[EPOCH, 50]]);
    expect(effects).toContainEqual({ kind: "store-mark", stream: "tm", epoch: EPOCH, seq: 0 });
    expect(reads(effects)).toMatchObject([{ stream: "tm", from: 1 }]);
  });

  it("GW-36: takes a batch with holes as far as its last row", () => {
    const start = greeted([tmOf(500)], []).state;
    const { effects, state } = run(
      [readOf("tm", "t1", 1, 340), { kind: "ack", ack: ackOf("t1", 340, { stream: "tm" }) }],
      start,
    );
    expect(reads(effects)).toMatchObject([{ stream: "tm", from: 341 }]);
    expect(state.epochs).toMatchObject([{ ackedSeq: 340 }]);
  });

  it("GW-37: sends a backlog of events from a time without a network before any telemetry", () => {
    const epochs = [epochOf(OLDER, 1, 700), tmOf(900, 0, OLDER), epochOf(EPOCH, 2, 600), tmOf(300)];
    let { state, effects } = greeted(epochs, [], 64);
    const sent: [Stream, EpochId][] = [];
    for (let turn = 0; state.reading; turn += 1) {
      const { stream, epoch, from } = state.reading;
      sent.push([stream, epoch]);
      const maxSeq = state.epochs.find(
        (one) => one.stream === stream && one.epoch === epoch,
      )?.maxSeq;
      const to = Math.min(maxSeq ?? 0, from + 499);
      const read = {
        kind: "batch-read",
        nowMs: 5,
        batch: `b${turn}`,
        stream,
        epoch,
        from,
        to,
      } as const;
      ({ state, effects } = run([read], state));
      expect(published(effects)).toEqual([stream]);
    }
    expect(sent).toEqual([
      ["ev", OLDER],
      ["ev", OLDER],
      ["ev", EPOCH],
      ["ev", EPOCH],
      ["tm", OLDER],
      ["tm", OLDER],
      ["tm", EPOCH],
    ]);
  });

  it("GW-37: reads no telemetry for as long as an event waits for credit", () => {
    const start = greeted([epochOf(EPOCH, 1, 700), tmOf(50)], [], 1).state;
    const { effects, state } = run([readOf("ev", "e1", 1, 500), appendedAt(51, "tm")], start);
    expect(reads(effects)).toEqual([]);
    const { effects: then } = run([{ kind: "ack", ack: ackOf("e1", 500, { credit: 1 }) }], state);
    expect(reads(then)).toMatchObject([{ stream: "ev", from: 501 }]);
  });

  it("GW-37: does not send telemetry that was being read when an event came", () => {
    const start = greeted([epochOf(EPOCH, 1, 5, 5), tmOf(50)], [[EPOCH, 5]]).state;
    const { effects } = run(
      [appendedAt(6), readOf("tm", "t1", 1, 50), readOf("ev", "e1", 6, 6)],
      start,
    );
    expect(effects).toMatchObject([
      { kind: "drop-batch", batch: "t1" },
      { kind: "read-batch", stream: "ev", from: 6 },
      { kind: "publish-batch", stream: "ev", batch: "e1" },
      { kind: "read-batch", stream: "tm", from: 1 },
    ]);
  });

  it("GW-37: sends telemetry while events that were sent wait for their answer", () => {
    const start = greeted([epochOf(EPOCH, 1, 5), tmOf(50)], []).state;
    const { effects, state } = run([readOf("ev", "e1", 1, 5), readOf("tm", "t1", 1, 50)], start);
    expect(published(effects)).toEqual(["ev", "tm"]);
    expect(state.inFlight.map(({ batch }) => batch)).toEqual(["e1", "t1"]);
  });

  it("GW-19, GW-37: shares the credit, and keeps its last for an event", () => {
    const start = greeted([epochOf(EPOCH, 1, 5), tmOf(9_000)], []).state;
    const full = run(
      [readOf("ev", "e1", 1, 5), readOf("tm", "t1", 1, 500), readOf("tm", "t2", 501, 1_000)],
      start,
    );
    expect(published(full.effects)).toEqual(["ev", "tm", "tm"]);
    expect(full.state.reading).toBeNull();
    const { effects } = run([appendedAt(6), readOf("ev", "e2", 6, 6)], full.state);
    expect(published(effects)).toEqual(["ev"]);
  });

  it("GW-19: does not send what was read when the centre took the credit back meanwhile", () => {
    const start = greeted([epochOf(EPOCH, 1, 1_500)], []).state;
    const { effects } = run(
      [
        readOf("ev", "e1", 1, 500),
        readOf("ev", "e2", 501, 1_000),
        { kind: "ack", ack: ackOf("e1", 500, { credit: 1 }) },
        readOf("ev", "e3", 1_001, 1_500),
      ],
      start,
    );
    expect(effects.at(-1)).toEqual({ kind: "drop-batch", batch: "e3" });
  });

  it("sends telemetry also to a centre that grants one batch at a time", () => {
    const start = greeted([epochOf(EPOCH, 1, 5, 5), tmOf(50)], [[EPOCH, 5]], 1).state;
    expect(published(run([readOf("tm", "t1", 1, 50)], start).effects)).toEqual(["tm"]);
  });

  it("GW-20: sends what lies behind both marks again, events first, when neither gets an answer", () => {
    const start = greeted([epochOf(EPOCH, 1, 5), tmOf(50)], []).state;
    const { effects } = run(
      [
        readOf("ev", "e1", 1, 5),
        readOf("tm", "t1", 1, 50),
        { kind: "ack", ack: ackOf("e1", 5) },
        appendedAt(6),
        { ...readOf("ev", "e2", 6, 6), nowMs: 4_000 } as PushInput,
        { kind: "tick", nowMs: 4_000 + ACK_TIMEOUT_MS },
        readOf("ev", "e3", 6, 6),
      ],
      start,
    );
    expect(reads(effects).slice(-2)).toMatchObject([
      { stream: "ev", from: 6 },
      { stream: "tm", from: 1 },
    ]);
  });

  it("GW-20: sends telemetry alone again when telemetry alone gets no answer", () => {
    const start = greeted([epochOf(EPOCH, 1, 5), tmOf(50)], []).state;
    const { effects, state } = run(
      [
        { ...readOf("ev", "e1", 1, 5), nowMs: 4_000 } as PushInput,
        readOf("tm", "t1", 1, 50),
        { kind: "tick", nowMs: 5 + ACK_TIMEOUT_MS },
      ],
      start,
    );
    expect(reads(effects).at(-1)).toMatchObject({ stream: "tm", from: 1 });
    expect(state.inFlight.map(({ batch }) => batch)).toEqual(["e1"]);
  });

  it("GW-20: keeps the connection to a centre that never answers telemetry, and sends it no more", () => {
    const start = greeted([epochOf(EPOCH, 1, 5, 5), tmOf(50)], [[EPOCH, 5]]).state;
    const { effects, state } = silentFor(90, start);
    expect(published(effects)).toEqual(["tm", "tm", "tm"]);
    const others = effects.filter(({ kind }) => !/read|publish|drop/.test(kind));
    expect(others).toEqual([{ kind: "telemetry-held" }]);
    const later = run([appendedAt(51, "tm"), appendedAt(6), readOf("ev", "e1", 6, 6)], state);
    expect(published(later.effects)).toEqual(["ev"]);
    expect(later.state.epochs).toMatchObject([{ sentSeq: 6 }, { maxSeq: 51, ackedSeq: 0 }]);
  });

  it("GW-20: counts the silence about telemetry also while events are answered", () => {
    let { state } = greeted([epochOf(EPOCH, 1, 5, 5), tmOf(50)], [[EPOCH, 5]]);
    const told: PushEffect[] = [];
    for (let seq = 6; seq < 16; seq += 1) {
      const silent = silentFor(5, state, seq * 5);
      const read = { ...readOf("ev", `e${seq}`, seq, seq), nowMs: (seq + 1) * 5_000 } as PushInput;
      const spoken = run([appendedAt(seq), read, ackInput(`e${seq}`, seq)], silent.state);
      told.push(...silent.effects, ...spoken.effects);
      state = spoken.state;
    }
    expect(told.filter(({ kind }) => kind === "telemetry-held")).toHaveLength(1);
    expect(told.filter(({ kind }) => kind === "reconnect")).toEqual([]);
  });

  it("GW-20: tries telemetry again on the next connection", () => {
    const epochs = [epochOf(EPOCH, 1, 5, 5), tmOf(50)];
    const held = silentFor(60, greeted(epochs, [[EPOCH, 5]]).state).state;
    const { effects } = run(
      [
        { kind: "disconnected" },
        { kind: "connected", nowMs: 0, epochs },
        { kind: "centre-hello", hello: helloWith([[EPOCH, 5]]) },
      ],
      held,
    );
    expect(reads(effects)).toMatchObject([{ stream: "tm", from: 1 }]);
  });

  it("GW-20: opens a new connection when a centre that took telemetry falls silent", () => {
    const start = greeted([epochOf(EPOCH, 1, 5, 5), tmOf(50)], [[EPOCH, 5]]).state;
    const taken = run(
      [
        readOf("tm", "t1", 1, 50),
        { kind: "ack", ack: ackOf("t1", 50, { stream: "tm" }) },
        appendedAt(51, "tm"),
      ],
      start,
    ).state;
    const { effects } = silentFor(60, taken);
    expect(effects.filter(({ kind }) => /held|reconnect/.test(kind))).toEqual([
      { kind: "reconnect", why: "no-answer" },
    ]);
  });

  it("sends each event at once to a centre that never answers telemetry", () => {
    let { state } = greeted([epochOf(EPOCH, 1, 0), tmOf(9_000)], []);
    for (let second = 1; second <= 60; second += 1) {
      const nowMs = second * 1_000;
      const inputs: PushInput[] = [];
      if (state.reading) {
        const { from } = state.reading;
        inputs.push({ ...readOf("tm", `t${second}`, from, from + 499), nowMs } as PushInput);
      }
      inputs.push({ kind: "tick", nowMs }, appendedAt(second));
      ({ state } = run(inputs, state));
      // A read of telemetry may be under way: it ends without being sent.
      const { reading } = state;
      if (reading?.stream === "tm") {
        ({ state } = run([readOf("tm", "late", reading.from, reading.from + 499)], state));
      }
      const { effects, state: sent } = run([readOf("ev", `e${second}`, second, second)], state);
      expect(published(effects)).toEqual(["ev"]);
      ({ state } = run([{ kind: "ack", ack: ackOf(`e${second}`, second) }], sent));
    }
    expect(state.epochs).toMatchObject([{ ackedSeq: 60 }, { ackedSeq: 0 }]);
  });

  it("remembers telemetry that began in a new epoch while the outboxes were read", () => {
    const { effects } = run([
      appendedAt(3, "tm"),
      { kind: "connected", nowMs: 0, epochs: [epochOf(EPOCH, 1, 5, 5)] },
      { kind: "centre-hello", hello: helloWith([[EPOCH, 5]]) },
    ]);
    expect(reads(effects)).toMatchObject([{ stream: "tm", epoch: EPOCH, from: 1 }]);
  });

  it("forgets with the connection what an outbox no longer lists", () => {
    const start = greeted([tmOf(20, 0, OLDER)], []).state;
    const { state } = run(
      [
        { kind: "disconnected" },
        { kind: "connected", nowMs: 9, epochs: [epochOf(EPOCH, 2, 1, 1)] },
      ],
      start,
    );
    expect(state.epochs).toMatchObject([{ stream: "ev", epoch: EPOCH }]);
  });
});
