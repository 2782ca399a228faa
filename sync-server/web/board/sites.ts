import type { Condition, StationCard } from "../../api/station-view.ts";
import { countConditions } from "./condition.ts";

/** From here on a site's silence is its line or its power, not one PC. */
export const MANY_SILENT = 3;

/** A site with its stations, worst first. */
export interface Site {
  readonly name: string;
  readonly stations: readonly StationCard[];
  readonly counts: Readonly<Record<Condition, number>>;
}

/**
 * Groups stations, which come worst first, by site. Sites with most trouble come first, so that
 * what does not fit is well.
 */
export function groupBySite(stations: readonly StationCard[]): readonly Site[] {
  const groups = Map.groupBy(stations, (station) => station.siteName);
  return [...groups]
    .map(([name, members]) => ({
      name,
      stations: members,
      counts: countConditions(members),
    }))
    .toSorted((one, other) => trouble(other) - trouble(one) || one.name.localeCompare(other.name));
}

function trouble({ counts }: Site): number {
  return counts.silent + counts.fault;
}
