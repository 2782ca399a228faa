import type { Clock } from "./clock.ts";

const CHECK_MS = 1_000;
/** NTP slews below this; a jump beyond it is a step that the log must know. */
const STEP_MS = 2_000;

/** Watches the wall clock against the monotonic one and tells of steps in either direction. */
export function watchClock(clock: Clock, onStep: (stepMs: number) => void): { close(): void } {
  const lead = () => clock.nowMs() - clock.monotonicMs();
  let knownLeadMs = lead();
  const timer = setInterval(() => {
    const stepMs = Math.round(lead() - knownLeadMs);
    if (Math.abs(stepMs) < STEP_MS) return;
    knownLeadMs += stepMs;
    onStep(stepMs);
  }, CHECK_MS);
  timer.unref();
  return { close: () => clearInterval(timer) };
}
