import {
  CATCH_UP_BATCH_ROWS,
  LIVE_BATCH_ROWS,
  type Stream,
} from "@gatehouse/protocols/wire/messages";
import type { EpochState, PushEffect, PushState, PushStep } from "./push-state.ts";

/** Asks for the next batch when nothing is being read and one may go out. */
export function withNextRead(state: PushState, effects: readonly PushEffect[]): PushStep {
  const next = state.reading === null ? nextToSend(state) : undefined;
  if (!next) return { state, effects };
  const { stream, epoch } = next;
  const from = next.sentSeq + 1;
  const isCatchUp = next.maxSeq - next.sentSeq > LIVE_BATCH_ROWS;
  const maxRows = isCatchUp ? CATCH_UP_BATCH_ROWS : LIVE_BATCH_ROWS;
  const enc = isCatchUp ? "zstd" : "json";
  return {
    state: { ...state, reading: { stream, epoch, from } },
    effects: [...effects, { kind: "read-batch", stream, epoch, from, maxRows, enc }],
  };
}

/**
 * The epoch whose rows go out next, if any may: events before telemetry (GW-37), the oldest epoch
 * first. Events that are sent and not yet answered do not hold telemetry back; a centre that does
 * not take it does.
 */
export function nextToSend(state: PushState): EpochState | undefined {
  if (state.phase !== "pushing") return undefined;
  const isTelemetryHeld = state.telemetry.taking === "no";
  const next = firstUnsent(state, "ev") ?? (isTelemetryHeld ? undefined : firstUnsent(state, "tm"));
  return next && state.inFlight.length < creditOf(state, next.stream) ? next : undefined;
}

function firstUnsent({ epochs }: PushState, stream: Stream): EpochState | undefined {
  return epochs.find((one) => one.stream === stream && one.sentSeq < one.maxSeq);
}

/**
 * Telemetry leaves the last credit to events, or one recorded now would wait for the answer to
 * telemetry: ten seconds from a centre that does not know the stream.
 */
function creditOf({ credit }: PushState, stream: Stream): number {
  return stream === "ev" ? credit : Math.max(1, credit - 1);
}
