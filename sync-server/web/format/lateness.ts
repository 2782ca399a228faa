/** Below this a scan came at once, and two clocks differ as clocks do. */
const NOTICEABLE_MS = 5_000;

/** How a scan's two times differ: it came late, or its station's clock runs ahead of the centre's. */
export type Lateness =
  | { readonly kind: "late"; readonly byMs: number }
  | { readonly kind: "ahead"; readonly byMs: number }
  | null;

/** Compares when a scan was made with when it came in; null when they agree. */
export function latenessOf(scan: {
  readonly wallTimeMs: number;
  readonly receivedAtMs: number;
}): Lateness {
  const byMs = scan.receivedAtMs - scan.wallTimeMs;
  if (Math.abs(byMs) <= NOTICEABLE_MS) return null;
  return byMs > 0 ? { kind: "late", byMs } : { kind: "ahead", byMs: -byMs };
}
