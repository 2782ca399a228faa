import { type Dispatch, useState } from "react";
import type { ActOutcome } from "../link/act-outcome.ts";
import type { ScreenAction } from "../state/screen-state.ts";

/** Runs an act of the screen; a refusal becomes a notice, a lost answer is said when the host is back. */
export type RunAct = (act: () => Promise<ActOutcome>) => void;

/** One act at a time: a second press while the first is under way does nothing. */
export function useAct(dispatch: Dispatch<ScreenAction>): RunAct {
  const [isPending, setPending] = useState(false);
  return (act) => {
    if (isPending) return;
    setPending(true);
    const settle = (outcome: ActOutcome) => {
      setPending(false);
      if (outcome.kind === "unknown") dispatch({ type: "outcome-unknown" });
      if (outcome.kind === "refused") {
        dispatch({ type: "refused", code: outcome.code, atMs: performance.now() });
      }
    };
    void act().then(settle);
  };
}
