import type { Ack, CentreHello } from "@gatehouse/protocols/wire/messages";
import { INITIAL_CREDIT } from "@gatehouse/protocols/wire/messages";
import { nextToSend, withNextRead } from "./next-read.ts";
import {
  type AppendedRow,
  type EpochState,
  isSameEpoch,
  type PushEffect,
  type PushInput,
  type PushState,
  type PushStep,
  type StreamEpoch,
} from "./push-state.ts";
import { ACK_TIMEOUT_MS, ticked } from "./push-timeouts.ts";

/**
 * The pushing half of the sync core as a pure machine: (state, input) → (state, effects).
 * Clock, randomness, store and transport stand outside, so that it can be simulated with seeds.
 *
 * Go-back-N for both streams, events first: batches of one epoch go out in order while credit
 * lasts; the centre's mark rules, and whatever lies behind it after a timeout, a gap or a new
 * connection is sent again.
 */

/** The machine before its first connection. */
export const INITIAL_PUSH_STATE: PushState = {
  phase: "offline",
  credit: INITIAL_CREDIT,
  epochs: [],
  inFlight: [],
  reading: null,
  greetingDeadlineMs: 0,
  timeoutsInARow: 0,
  telemetry: { taking: "unknown", timeoutsInARow: 0 },
};

/** Advances the machine by one input. */
export function pushStep(state: PushState, input: PushInput): PushStep {
  switch (input.kind) {
    case "connected":
      return connected(state, input);
    case "disconnected":
      return disconnected(state);
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

/** What the outboxes hold is asked again; only what is appended from here on must be remembered. */
function disconnected({ reading }: PushState): PushStep {
  return { state: { ...INITIAL_PUSH_STATE, reading }, effects: [] };
}

function connected(state: PushState, input: Extract<PushInput, { kind: "connected" }>): PushStep {
  // The outboxes were read without stopping anybody: rows of the meantime came by `appended`.
  const listed = input.epochs.map((epoch): EpochState => {
    const known = state.epochs.find((one) => isSameEpoch(one, epoch));
    const maxSeq = Math.max(epoch.maxSeq, known?.maxSeq ?? 0);
    return { ...epoch, maxSeq, sentSeq: epoch.ackedSeq };
  });
  const begun = state.epochs.filter((one) => !listed.some((epoch) => isSameEpoch(one, epoch)));
  return {
    state: {
      ...INITIAL_PUSH_STATE,
      reading: state.reading,
      phase: "greeting",
      epochs: [...listed, ...begun].sort((a, b) => a.epochOrder - b.epochOrder),
      greetingDeadlineMs: input.nowMs + ACK_TIMEOUT_MS,
    },
    effects: [{ kind: "send-hello" }],
  };
}

function greeted(state: PushState, hello: CentreHello): PushStep {
  if (state.phase === "offline") return { state, effects: [] };
  const effects: PushEffect[] = [];
  const epochs = state.epochs.map((epoch) => {
    const mark = hello.marks.find((one) => isSameEpoch(one, epoch));
    return atMark(epoch, mark?.hw ?? 0, effects);
  });
  const { credit } = hello;
  const next = { ...state, phase: "pushing", credit, epochs, inFlight: [] } as const;
  return withNextRead({ ...next, timeoutsInARow: 0 }, effects);
}

/** Puts an epoch at the centre's mark, also backward: a centre restored from a backup is refilled. */
function atMark(known: EpochState, hw: number, effects: PushEffect[]): EpochState {
  const { stream, epoch, maxSeq } = known;
  if (hw > maxSeq) effects.push({ kind: "mark-ahead", stream, epoch, hw, maxSeq });
  const ackedSeq = Math.min(hw, maxSeq);
  if (ackedSeq === known.ackedSeq) return { ...known, sentSeq: ackedSeq };
  effects.push({ kind: "store-mark", stream, epoch, seq: ackedSeq });
  return { ...known, ackedSeq, sentSeq: ackedSeq };
}

function appended(state: PushState, row: AppendedRow): PushState {
  if (state.epochs.some((one) => isSameEpoch(one, row))) {
    return withEpoch(state, row, (one) => ({ ...one, maxSeq: Math.max(one.maxSeq, row.seq) }));
  }
  const { stream, epoch, epochOrder, seq: maxSeq } = row;
  const unsent = { ackedSeq: 0, ackedHash: null, sentSeq: 0 };
  return { ...state, epochs: [...state.epochs, { stream, epoch, epochOrder, maxSeq, ...unsent }] };
}

function batchRead(state: PushState, read: Extract<PushInput, { kind: "batch-read" }>): PushStep {
  const { batch, stream, epoch, from, to } = read;
  const cleared: PushState = { ...state, reading: null };
  const next = nextToSend(cleared);
  // While the store was read the mark or the credit moved, or an event came before telemetry.
  const isStale = !next || !isSameEpoch(next, read) || next.sentSeq !== from - 1;
  if (isStale) return withNextRead(cleared, [{ kind: "drop-batch", batch }]);
  const deadlineMs = read.nowMs + ACK_TIMEOUT_MS;
  const sent: PushState = {
    ...withEpoch(cleared, read, (one) => ({ ...one, sentSeq: to })),
    inFlight: [...cleared.inFlight, { batch, stream, epoch, from, to, deadlineMs }],
  };
  return withNextRead(sent, [{ kind: "publish-batch", stream, batch }]);
}

function acknowledged(state: PushState, ack: Ack): PushStep {
  if (state.phase !== "pushing") return { state, effects: [] };
  const { stream, epoch, hw } = ack;
  const effects: PushEffect[] = [];
  const answered = state.inFlight.find((one) => one.batch === ack.batch && isSameEpoch(one, ack));
  // A batch that the centre could take but did not is left to its timeout, or the two would spin.
  const mustGoBack = answered !== undefined && hw < answered.from - 1;
  const moved = withEpoch(state, ack, (known) => {
    if (mustGoBack || hw > known.sentSeq) return atMark(known, hw, effects);
    // Acks of one connection come in order; an older mark is only an overtaken one.
    if (hw <= known.ackedSeq) return known;
    effects.push({ kind: "store-mark", stream, epoch, seq: hw });
    return { ...known, ackedSeq: hw };
  });
  const inFlight = state.inFlight.filter(
    (one) => !isSameEpoch(one, ack) || (!mustGoBack && one.to > hw),
  );
  const telemetry: PushState["telemetry"] =
    stream === "tm" ? { taking: "yes", timeoutsInARow: 0 } : state.telemetry;
  const answer = { credit: ack.credit, inFlight, timeoutsInARow: 0, telemetry };
  return withNextRead({ ...moved, ...answer }, effects);
}

function withEpoch(
  state: PushState,
  named: StreamEpoch,
  change: (known: EpochState) => EpochState,
): PushState {
  const epochs = state.epochs.map((one) => (isSameEpoch(one, named) ? change(one) : one));
  return { ...state, epochs };
}
