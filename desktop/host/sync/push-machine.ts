import type { Ack, CentreHello } from "@gatehouse/protocols/wire/messages";
import {
  CATCH_UP_BATCH_ROWS,
  INITIAL_CREDIT,
  LIVE_BATCH_ROWS,
} from "@gatehouse/protocols/wire/messages";
import type { EpochState, PushEffect, PushInput, PushState, PushStep } from "./push-state.ts";

/**
 * The pushing half of the sync core as a pure machine: (state, input) → (state, effects).
 * Clock, randomness, store and transport stand outside, so that it can be simulated with seeds.
 *
 * Go-back-N: batches of one epoch go out in order while credit lasts; the centre's mark rules,
 * and whatever lies behind it after a timeout, a gap or a new connection is sent again.
 */

/** No answer for this long sends everything after the mark again. */
export const ACK_TIMEOUT_MS = 10_000;
/** So many timeouts without any answer in between end the connection: it is half open. */
const TIMEOUTS_TO_RECONNECT = 3;

/** The machine before its first connection. */
export const INITIAL_PUSH_STATE: PushState = {
  phase: "offline",
  credit: INITIAL_CREDIT,
  epochs: [],
  inFlight: [],
  reading: null,
  greetingDeadlineMs: 0,
  timeoutsInARow: 0,
};

/** Advances the machine by one input. */
export function pushStep(state: PushState, input: PushInput): PushStep {
  switch (input.kind) {
    case "connected":
      return connected(state, input);
    case "disconnected":
      return {
        state: { ...state, phase: "offline", inFlight: [], timeoutsInARow: 0 },
        effects: [],
      };
    case "centre-hello":
      return greeted(state, input.hello);
    case "appended":
      return withNextRead(appended(state, input), []);
    case "batch-read":
      return batchRead(state, input);
    case "read-failed":
      return { state: { ...state, reading: null }, effects: [] };
    case "ack":
      return acknowledged(state, input.ack);
    case "tick":
      return ticked(state, input.nowMs);
  }
}

function connected(state: PushState, input: Extract<PushInput, { kind: "connected" }>): PushStep {
  const epochs = input.epochs.map((epoch): EpochState => {
    // The outbox was read without stopping the log: events of the meantime came by `appended`.
    const known = state.epochs.find((one) => one.epoch === epoch.epoch);
    const maxSeq = Math.max(epoch.maxSeq, known?.maxSeq ?? 0);
    return { ...epoch, maxSeq, sentSeq: epoch.ackedSeq };
  });
  return {
    state: {
      ...INITIAL_PUSH_STATE,
      reading: state.reading,
      phase: "greeting",
      epochs: epochs.sort((a, b) => a.epochOrder - b.epochOrder),
      greetingDeadlineMs: input.nowMs + ACK_TIMEOUT_MS,
    },
    effects: [{ kind: "send-hello" }],
  };
}

function greeted(state: PushState, hello: CentreHello): PushStep {
  if (state.phase === "offline") return { state, effects: [] };
  const effects: PushEffect[] = [];
  const epochs = state.epochs.map((epoch) => {
    const mark = hello.marks.find((one) => one.stream === "ev" && one.epoch === epoch.epoch);
    return atMark(epoch, mark?.hw ?? 0, effects);
  });
  const { credit } = hello;
  const next = { ...state, phase: "pushing", credit, epochs, inFlight: [] } as const;
  return withNextRead({ ...next, timeoutsInARow: 0 }, effects);
}

/** Puts an epoch at the centre's mark, also backward: a centre restored from a backup is refilled. */
function atMark(epoch: EpochState, hw: number, effects: PushEffect[]): EpochState {
  if (hw > epoch.maxSeq) {
    effects.push({ kind: "mark-ahead", epoch: epoch.epoch, hw, maxSeq: epoch.maxSeq });
  }
  const ackedSeq = Math.min(hw, epoch.maxSeq);
  if (ackedSeq === epoch.ackedSeq) return { ...epoch, sentSeq: ackedSeq };
  effects.push({ kind: "store-mark", epoch: epoch.epoch, seq: ackedSeq });
  return { ...epoch, ackedSeq, sentSeq: ackedSeq };
}

function appended(
  state: PushState,
  { epoch, epochOrder, seq }: Extract<PushInput, { kind: "appended" }>,
): PushState {
  if (state.epochs.some((one) => one.epoch === epoch)) {
    return withEpoch(state, epoch, (one) => ({ ...one, maxSeq: Math.max(one.maxSeq, seq) }));
  }
  const unsent = { ackedSeq: 0, ackedHash: null, sentSeq: 0 };
  return { ...state, epochs: [...state.epochs, { epoch, epochOrder, maxSeq: seq, ...unsent }] };
}

function batchRead(state: PushState, read: Extract<PushInput, { kind: "batch-read" }>): PushStep {
  const { batch, epoch, from, to } = read;
  const cleared: PushState = { ...state, reading: null };
  const sentSeq = cleared.epochs.find((one) => one.epoch === epoch)?.sentSeq;
  // A hello or a gap moved the mark while the store was read: these rows are not the next ones.
  const isStale = cleared.phase !== "pushing" || sentSeq !== from - 1;
  if (isStale) return withNextRead(cleared, [{ kind: "drop-batch", batch }]);
  const deadlineMs = read.nowMs + ACK_TIMEOUT_MS;
  const sent: PushState = {
    ...withEpoch(cleared, epoch, (one) => ({ ...one, sentSeq: to })),
    inFlight: [...cleared.inFlight, { batch, epoch, from, to, deadlineMs }],
  };
  return withNextRead(sent, [{ kind: "publish-batch", batch }]);
}

function acknowledged(state: PushState, ack: Ack): PushStep {
  if (state.phase !== "pushing" || ack.stream !== "ev") return { state, effects: [] };
  const effects: PushEffect[] = [];
  const answered = state.inFlight.find((one) => one.batch === ack.batch);
  // A batch that the centre could take but did not is left to its timeout, or the two would spin.
  const mustGoBack = answered !== undefined && ack.hw < answered.from - 1;
  const moved = withEpoch(state, ack.epoch, (epoch) => {
    if (mustGoBack || ack.hw > epoch.sentSeq) return atMark(epoch, ack.hw, effects);
    // Acks of one connection come in order; an older mark is only an overtaken one.
    if (ack.hw <= epoch.ackedSeq) return epoch;
    effects.push({ kind: "store-mark", epoch: epoch.epoch, seq: ack.hw });
    return { ...epoch, ackedSeq: ack.hw };
  });
  const inFlight = state.inFlight.filter(
    (one) => one.epoch !== ack.epoch || (!mustGoBack && one.to > ack.hw),
  );
  return withNextRead({ ...moved, credit: ack.credit, inFlight, timeoutsInARow: 0 }, effects);
}

function ticked(state: PushState, nowMs: number): PushStep {
  const isGreetingLate = state.phase === "greeting" && nowMs >= state.greetingDeadlineMs;
  const isBatchLate =
    state.phase === "pushing" && state.inFlight.some((one) => nowMs >= one.deadlineMs);
  if (!isGreetingLate && !isBatchLate) return withNextRead(state, []);
  const timeoutsInARow = state.timeoutsInARow + 1;
  if (timeoutsInARow >= TIMEOUTS_TO_RECONNECT) {
    return {
      state: { ...state, phase: "offline", inFlight: [], timeoutsInARow: 0 },
      effects: [{ kind: "reconnect", why: "no-answer" }],
    };
  }
  if (isGreetingLate) {
    return {
      state: { ...state, timeoutsInARow, greetingDeadlineMs: nowMs + ACK_TIMEOUT_MS },
      effects: [{ kind: "send-hello" }],
    };
  }
  const epochs = state.epochs.map((epoch) => ({ ...epoch, sentSeq: epoch.ackedSeq }));
  return withNextRead({ ...state, timeoutsInARow, epochs, inFlight: [] }, []);
}

function withEpoch(
  state: PushState,
  epoch: EpochState["epoch"],
  change: (known: EpochState) => EpochState,
): PushState {
  const epochs = state.epochs.map((one) => (one.epoch === epoch ? change(one) : one));
  return { ...state, epochs };
}

/** Asks for the next batch when there is credit, nothing being read, and something unsent. */
function withNextRead(state: PushState, effects: readonly PushEffect[]): PushStep {
  const isBusy = state.reading !== null || state.inFlight.length >= state.credit;
  if (state.phase !== "pushing" || isBusy) return { state, effects };
  const epoch = state.epochs.find((one) => one.sentSeq < one.maxSeq);
  if (!epoch) return { state, effects };
  const from = epoch.sentSeq + 1;
  const isCatchUp = epoch.maxSeq - epoch.sentSeq > LIVE_BATCH_ROWS;
  return {
    state: { ...state, reading: { epoch: epoch.epoch, from } },
    effects: [
      ...effects,
      {
        kind: "read-batch",
        epoch: epoch.epoch,
        from,
        maxRows: isCatchUp ? CATCH_UP_BATCH_ROWS : LIVE_BATCH_ROWS,
        enc: isCatchUp ? "zstd" : "json",
      },
    ],
  };
}
