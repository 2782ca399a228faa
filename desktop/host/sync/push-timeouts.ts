import { withNextRead } from "./next-read.ts";
import type { EpochState, PushState, PushStep } from "./push-state.ts";

/** No answer for this long sends everything after the mark again. */
export const ACK_TIMEOUT_MS = 10_000;
/** So many timeouts without any answer in between end the connection: it is half open. */
const TIMEOUTS_TO_RECONNECT = 3;

/** Lets time pass: what is unanswered for too long is sent again, and in the end elsewhere (GW-20). */
export function ticked(state: PushState, nowMs: number): PushStep {
  const late = state.inFlight.filter((one) => nowMs >= one.deadlineMs);
  if (state.phase === "greeting") {
    return nowMs >= state.greetingDeadlineMs ? greetingLate(state, nowMs) : { state, effects: [] };
  }
  if (state.phase === "offline" || late.length === 0) return withNextRead(state, []);
  return late.some(({ stream }) => stream === "ev") ? eventsLate(state) : telemetryLate(state);
}

function greetingLate(state: PushState, nowMs: number): PushStep {
  const timeoutsInARow = state.timeoutsInARow + 1;
  if (timeoutsInARow >= TIMEOUTS_TO_RECONNECT) return reconnecting(state);
  return {
    state: { ...state, timeoutsInARow, greetingDeadlineMs: nowMs + ACK_TIMEOUT_MS },
    effects: [{ kind: "send-hello" }],
  };
}

function eventsLate(state: PushState): PushStep {
  const timeoutsInARow = state.timeoutsInARow + 1;
  if (timeoutsInARow >= TIMEOUTS_TO_RECONNECT) return reconnecting(state);
  const epochs = state.epochs.map(atItsMark);
  return withNextRead({ ...state, timeoutsInARow, epochs, inFlight: [] }, []);
}

/** Only telemetry is unanswered. A centre that never took any is an older one: events go on with it. */
function telemetryLate(state: PushState): PushStep {
  const timeoutsInARow = state.telemetry.timeoutsInARow + 1;
  const isLast = timeoutsInARow >= TIMEOUTS_TO_RECONNECT;
  if (isLast && state.telemetry.taking === "yes") return reconnecting(state);
  const taking = isLast ? "no" : state.telemetry.taking;
  const rewound: PushState = {
    ...state,
    telemetry: { taking, timeoutsInARow },
    epochs: state.epochs.map((one) => (one.stream === "tm" ? atItsMark(one) : one)),
    inFlight: state.inFlight.filter(({ stream }) => stream !== "tm"),
  };
  return withNextRead(rewound, isLast ? [{ kind: "telemetry-held" }] : []);
}

function atItsMark(epoch: EpochState): EpochState {
  return { ...epoch, sentSeq: epoch.ackedSeq };
}

function reconnecting(state: PushState): PushStep {
  return {
    state: { ...state, phase: "offline", inFlight: [], timeoutsInARow: 0 },
    effects: [{ kind: "reconnect", why: "no-answer" }],
  };
}
