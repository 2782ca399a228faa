import { useEffect, useReducer, useRef } from "react";
import type { Earcons } from "../sound/earcons.ts";
import { earconFor } from "../sound/sound-choice.ts";
import {
  msToNextTick,
  reduceScreen,
  type ScreenAction,
  type ScreenState,
} from "../state/screen-state.ts";
import type { StationClient } from "./station-client.ts";

/** The screen's state, fed by the host and by the clock, with its sounds. */
export function useStation(
  client: StationClient,
  earcons: Earcons,
): readonly [ScreenState, (action: ScreenAction) => void] {
  const [state, dispatch] = useReducer(reduceScreen, null, startState);
  useEffect(
    () =>
      client.watch({
        onView: (view) => dispatch({ type: "view", view, atMs: performance.now() }),
        onLost: () => dispatch({ type: "lost", atMs: performance.now() }),
      }),
    [client],
  );
  useEffect(() => {
    const tick = () => dispatch({ type: "tick", atMs: performance.now() });
    const timer = setTimeout(tick, msToNextTick(state));
    return () => clearTimeout(timer);
  }, [state]);
  const heard = useRef(state);
  useEffect(() => {
    const earcon = earconFor(heard.current, state);
    heard.current = state;
    if (earcon) earcons.play(earcon);
  }, [earcons, state]);
  return [state, dispatch];
}

function startState(): ScreenState {
  const atMs = performance.now();
  return { phase: "connecting", sinceMs: atMs, atMs };
}
