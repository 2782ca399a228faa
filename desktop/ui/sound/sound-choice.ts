import type { ScreenState } from "../state/screen-state.ts";
import type { Earcon } from "./earcon.ts";
import { roomEarcon } from "./room-sound.ts";
import { samplingEarcon } from "./sampling-sound.ts";

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
  if (old === null) return null;
  const ofPost = samplingEarcon(old.view, after.view) ?? roomEarcon(old.view, after.view);
  return ofPost ?? (!isFaulty(old.view) && isFaulty(after.view) ? "descending" : null);
}

function isFaulty(view: Extract<ScreenState, { phase: "live" }>["view"]): boolean {
  return view.store.state === "failing" || view.devices.some((device) => device.state === "lost");
}
