import type { ReadingView } from "@gatehouse/protocols/rpc/room-view";

/** True for a reading that somebody has to look at. */
function isAlert({ state }: ReadingView): boolean {
  return state !== "within";
}

/** What somebody has to look at: known trouble before silence, of each the oldest first. */
export function alertsOf(readings: readonly ReadingView[]): ReadingView[] {
  const rank = ({ state }: ReadingView) => (state === "silent" ? 1 : 0);
  return readings.filter(isAlert).toSorted((a, b) => rank(a) - rank(b) || a.sinceMs - b.sinceMs);
}

/** One screenful of readings. */
export interface ReadingPage {
  readonly readings: readonly ReadingView[];
  /** From 0. */
  readonly page: number;
  readonly pages: number;
  /** Alerts that stand on other pages. */
  readonly alertsElsewhere: number;
}

/** Most tiles of a page: 4 × 2. */
const TILES = 8;

/** The page that is looked at; one that is gone counts as the last. */
export function readingPage(all: readonly ReadingView[], wanted: number): ReadingPage {
  const pages = Math.max(1, Math.ceil(all.length / TILES));
  const page = Math.min(Math.max(0, wanted), pages - 1);
  const readings = all.slice(page * TILES, (page + 1) * TILES);
  const alertsElsewhere = all.filter(isAlert).length - readings.filter(isAlert).length;
  return { readings, page, pages, alertsElsewhere };
}
