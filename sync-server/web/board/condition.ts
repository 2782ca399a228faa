import type { Condition, StationCard } from "../../api/station-view.ts";

/** Conditions, worst first. */
export const CONDITIONS = ["silent", "fault", "never", "online"] as const;

/** Stations in each condition. */
export function countConditions(
  stations: readonly StationCard[],
): Readonly<Record<Condition, number>> {
  const counts = { online: 0, silent: 0, fault: 0, never: 0 };
  for (const station of stations) counts[station.condition] += 1;
  return counts;
}
