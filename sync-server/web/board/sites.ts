import type { StationCard } from "../../api/centre-router.ts";
import { CONDITIONS, type Condition, conditionOf, countConditions } from "./condition.ts";

/** A site with its stations, worst first. */
export interface Site {
  readonly name: string;
  readonly stations: readonly StationCard[];
  readonly counts: Readonly<Record<Condition, number>>;
}

/** Groups stations by site; sites with most trouble come first, so that what does not fit is well. */
export function groupBySite(stations: readonly StationCard[]): readonly Site[] {
  const groups = Map.groupBy(stations, (station) => station.siteName);
  return [...groups]
    .map(([name, members]) => ({
      name,
      stations: members.toSorted((one, other) => rank(one) - rank(other)),
      counts: countConditions(members),
    }))
    .toSorted((one, other) => trouble(other) - trouble(one) || one.name.localeCompare(other.name));
}

function rank(station: StationCard): number {
  return CONDITIONS.indexOf(conditionOf(station));
}

function trouble({ counts }: Site): number {
  return counts.silent + counts.fault;
}
