const LIMIT = 3;
const WITHIN_MS = 30_000;
const BACKOFF_MS = [500, 1_500];

/** What to do after the browser died: start it again after a wait, or stop trying. */
export type AfterDeath =
  | { readonly kind: "restart"; readonly afterMs: number }
  | { readonly kind: "give-up" };

/** Counts deaths; three in 30 s will not be mended by a fourth start. */
export function createDeathCount(): (nowMs: number) => AfterDeath {
  let deaths: number[] = [];
  return (nowMs) => {
    deaths = [...deaths.filter((at) => nowMs - at < WITHIN_MS), nowMs];
    if (deaths.length >= LIMIT) return { kind: "give-up" };
    return { kind: "restart", afterMs: BACKOFF_MS[deaths.length - 1] ?? 0 };
  };
}
