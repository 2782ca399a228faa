import type { Scrape } from "@gatehouse/protocols/telemetry/scrape";

type Span = NonNullable<Scrape["span"]>;
type Values = readonly (number | null)[];

/**
 * Puts two neighbouring rows of one device together: the later one stays with its `seq` and its
 * values, and its span tells of both. Where one of them had no value, the other's extreme counts.
 */
export function joinedScrape(earlier: Scrape, later: Scrape): Scrape {
  const [first, last] = [spanOf(earlier), spanOf(later)];
  const span: Span = {
    scrapes: first.count + last.count,
    firstWallTimeMs: first.firstWallTimeMs,
    lows: pairwise(first.lows, last.lows, Math.min),
    highs: pairwise(first.highs, last.highs, Math.max),
  };
  return { ...later, span };
}

/** True when two rows of one epoch tell of the same quantities of the same device. */
export function isJoinable(earlier: Scrape, later: Scrape): boolean {
  return (
    earlier.deviceId === later.deviceId &&
    earlier.kind === later.kind &&
    earlier.values.length === later.values.length
  );
}

function spanOf({ span, values, wallTimeMs }: Scrape) {
  if (span) return { ...span, count: span.scrapes };
  return { count: 1, firstWallTimeMs: wallTimeMs, lows: values, highs: values };
}

function pairwise(
  some: Values,
  others: Values,
  choose: (one: number, other: number) => number,
): (number | null)[] {
  return some.map((one, at) => {
    const other = others[at] ?? null;
    if (one === null) return other;
    return other === null ? one : choose(one, other);
  });
}
