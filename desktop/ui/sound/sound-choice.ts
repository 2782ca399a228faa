import type { ScreenState } from "../state/screen-state.ts";

/** Sounds of a station without verdicts. */
export type Earcon = "click" | "knocks" | "descending";

/** The sound that a change of state makes, or null. A fault sounds once, never again while it lasts. */
export function earconFor(before: ScreenState, after: ScreenState): Earcon | null {
  if (before.phase === "live" && after.phase === "lost") return "descending";
  if (after.phase !== "live") return null;
  const old = before.phase === "live" ? before : null;
  const { stage } = after.memory;
  if (stage !== old?.memory.stage) {
    if (stage.kind === "recorded") return "click";
    if (stage.kind === "notice") return "knocks";
  }
  const wasWell = old !== null && !isFaulty(old.view);
  return wasWell && isFaulty(after.view) ? "descending" : null;
}

function isFaulty(view: Extract<ScreenState, { phase: "live" }>["view"]): boolean {
  return view.store.state === "failing" || view.devices.some((device) => device.state === "lost");
}
