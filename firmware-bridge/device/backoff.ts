const BASE_MS = 250;
const CAP_MS = 15_000;

/**
 * Wait before try number `attempt` (0 = first retry), ms: full jitter over an exponential bound,
 * so that fifty stations behind one rebooted hub do not try in step.
 * @param random 0..1
 */
export function backoffMs(attempt: number, random: number): number {
  return random * Math.min(CAP_MS, BASE_MS * 2 ** Math.min(attempt, 16));
}
