import type { StationView } from "@gatehouse/protocols/rpc/station-view";
import { advanceStage, expireStage, noticeStage, type StageMemory } from "./stage.ts";

/** All that the screen knows. `atMs` and `sinceMs` are the screen's monotonic clock, `nowMs` the host's. */
export type ScreenState =
  | { readonly phase: "connecting"; readonly sinceMs: number; readonly atMs: number }
  | {
      readonly phase: "lost";
      readonly sinceMs: number;
      readonly atMs: number;
      /** An act whose outcome nobody knows; said as soon as the host is back. */
      readonly isOutcomeUnknown: boolean;
    }
  | {
      readonly phase: "live";
      readonly view: StationView;
      readonly memory: StageMemory;
      /** Host clock minus monotonic clock, ms. */
      readonly offsetMs: number;
      readonly nowMs: number;
      readonly atMs: number;
      readonly isOutcomeUnknown: boolean;
    };

/** The live screen. */
export type LiveState = Extract<ScreenState, { phase: "live" }>;

/** What happens to a screen. */
export type ScreenAction =
  | { readonly type: "view"; readonly view: StationView; readonly atMs: number }
  | { readonly type: "lost"; readonly atMs: number }
  | { readonly type: "tick"; readonly atMs: number }
  | { readonly type: "refused"; readonly code: string; readonly atMs: number }
  | { readonly type: "outcome-unknown" };

/** Code of the notice for an act whose answer was lost; a screen's own, not in the error table. */
export const OUTCOME_UNKNOWN = "screen.outcome-unknown";

/** The next state. Losing the host drops the view and the stage: nothing older may be read off the screen. */
export function reduceScreen(state: ScreenState, action: ScreenAction): ScreenState {
  switch (action.type) {
    case "view":
      return withView(state, action.view, action.atMs);
    case "lost":
      if (state.phase === "lost") return state;
      return {
        phase: "lost",
        sinceMs: action.atMs,
        atMs: action.atMs,
        isOutcomeUnknown: state.phase === "live" && state.isOutcomeUnknown,
      };
    case "tick":
      return withTick(state, action.atMs);
    case "refused":
      if (state.phase !== "live") return state;
      return {
        ...state,
        memory: { ...state.memory, stage: noticeStage(action.code, action.atMs) },
      };
    case "outcome-unknown":
      return state.phase === "connecting" ? state : { ...state, isOutcomeUnknown: true };
  }
}

function withView(state: ScreenState, view: StationView, atMs: number): ScreenState {
  const before = state.phase === "live" ? state.memory : null;
  const memory = advanceStage(before, view, atMs);
  const isReturn = state.phase === "lost" && state.isOutcomeUnknown;
  return {
    phase: "live",
    view,
    memory: isReturn ? { ...memory, stage: noticeStage(OUTCOME_UNKNOWN, atMs) } : memory,
    offsetMs: view.nowMs - atMs,
    nowMs: view.nowMs,
    atMs,
    isOutcomeUnknown: state.phase === "live" && state.isOutcomeUnknown,
  };
}

function withTick(state: ScreenState, atMs: number): ScreenState {
  if (state.phase !== "live") return { ...state, atMs };
  return {
    ...state,
    atMs,
    nowMs: state.offsetMs + atMs,
    memory: expireStage(state.memory, atMs),
  };
}

/** Milliseconds until the screen must be looked at again: the host's next full second, or the stage's end. */
export function msToNextTick(state: ScreenState): number {
  if (state.phase !== "live") return 1_000 - ((state.atMs - state.sinceMs) % 1_000);
  const toSecond = 1_000 - (state.nowMs % 1_000);
  const { stage } = state.memory;
  const toEnd = stage.kind === "idle" ? toSecond : Math.max(0, stage.endsAtMs - state.atMs);
  return Math.min(toSecond, toEnd);
}
