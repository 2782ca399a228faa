import type { StationCard } from "../../api/centre-router.ts";

/** What one look tells of a station. `silent` is unknown; `fault` is heard, but cannot do all of its work. */
export type Condition = "online" | "silent" | "fault" | "never";

/** Conditions, worst first. */
export const CONDITIONS = ["silent", "fault", "never", "online"] as const;

/** The condition of a station. */
export function conditionOf(
  station: Pick<StationCard, "presence" | "storeOk" | "devices">,
): Condition {
  if (station.presence !== "online") return station.presence;
  const hasLostDevice = station.devices.some((device) => device.state === "lost");
  return station.storeOk === false || hasLostDevice ? "fault" : "online";
}

/** Stations in each condition. */
export function countConditions(
  stations: readonly StationCard[],
): Readonly<Record<Condition, number>> {
  const counts = { online: 0, silent: 0, fault: 0, never: 0 };
  for (const station of stations) counts[conditionOf(station)] += 1;
  return counts;
}
