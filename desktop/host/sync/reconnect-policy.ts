/** First wait after a lost link, ms. */
const BASE_MS = 500;
/** Longest ordinary wait, ms. */
const CAP_MS = 15_000;
/** A link that closes sooner than this after CONNACK did not serve, ms. */
const SHORT_LIFE_MS = 5_000;
/** So many short lives in a row: someone else uses this identity, or the centre cuts us. */
const SHORT_LIVES_TO_HOLD = 3;
/** Wait then, ms. */
const HOLD_MS = 60_000;

/** How the links so far ended. */
export interface ReconnectHistory {
  readonly failuresInARow: number;
  readonly shortLivesInARow: number;
}

/** Before the first link. */
export const NO_HISTORY: ReconnectHistory = { failuresInARow: 0, shortLivesInARow: 0 };

/** What to do after a link ended. */
export interface ReconnectDecision {
  readonly history: ReconnectHistory;
  readonly waitMs: number;
  /** Two machines throw each other off the broker. */
  readonly isIdentityElsewhere: boolean;
}

/**
 * Full-jitter backoff (250 stations must not come back in step); three closes within 5 s of
 * CONNACK hold for a minute.
 * @param livedMs how long the link lived after CONNACK; null when it never got there
 * @param random in [0, 1)
 */
export function afterLinkEnded(
  history: ReconnectHistory,
  livedMs: number | null,
  random: number,
): ReconnectDecision {
  const isShort = livedMs !== null && livedMs < SHORT_LIFE_MS;
  const shortLivesInARow = isShort ? history.shortLivesInARow + 1 : 0;
  if (shortLivesInARow >= SHORT_LIVES_TO_HOLD) {
    return {
      history: { failuresInARow: 0, shortLivesInARow },
      waitMs: HOLD_MS,
      isIdentityElsewhere: true,
    };
  }
  const failuresInARow = livedMs === null || isShort ? history.failuresInARow + 1 : 0;
  const ceilingMs = Math.min(CAP_MS, BASE_MS * 2 ** failuresInARow);
  return {
    history: { failuresInARow, shortLivesInARow },
    waitMs: Math.round(BASE_MS / 2 + random * ceilingMs),
    isIdentityElsewhere: false,
  };
}
