import { isScrapedKind } from "@gatehouse/protocols/telemetry/metrics";
import type { PatrolCard } from "./room-view.ts";
import type { DeviceCard } from "./station-view.ts";

/** A probe that its station no longer names leaves the board this long after the last news of it. */
const UNNAMED_SHOWN_MS = 24 * 60 * 60_000;

/** A row of `latest_scrape`. */
interface ScrapeFacts {
  readonly device_id: string;
  readonly kind: string;
  readonly values: readonly (number | null)[];
  readonly wall_time: Date;
  readonly received_at: Date;
}

/** A row of `threshold_state` of a quantity beyond its limit. */
interface CrossingFacts {
  readonly device_id: string;
  readonly metric: string;
  readonly state: "above" | "below";
  readonly limit_value: number;
  readonly since: Date;
  readonly received_at: Date;
}

/** What the database holds of one room besides its station. */
export interface RoomFacts {
  readonly scrapes: readonly ScrapeFacts[];
  readonly crossings: readonly CrossingFacts[];
  readonly patrol: PatrolCard;
}

/** All that was ever said of one probe. */
export interface KnownProbe {
  readonly deviceId: string;
  /** Null when its station does not name it. */
  readonly device: DeviceCard | null;
  /** Null when no value of it ever came. */
  readonly scrape: ScrapeFacts | null;
  readonly crossings: readonly CrossingFacts[];
}

/** The probes of a room: those that its station names, in its order, then others that spoke of late. */
export function knownProbes(
  devices: readonly DeviceCard[],
  facts: Pick<RoomFacts, "scrapes" | "crossings">,
  nowMs: number,
): readonly KnownProbe[] {
  const named = new Map(devices.map((device) => [device.deviceId, device]));
  const scrapes = new Map(facts.scrapes.map((scrape) => [scrape.device_id, scrape]));
  const crossings = Map.groupBy(facts.crossings, (crossing) => crossing.device_id);
  const deviceIds = new Set([...named.keys(), ...scrapes.keys(), ...crossings.keys()]);
  return [...deviceIds]
    .map((deviceId) => ({
      deviceId,
      device: named.get(deviceId) ?? null,
      scrape: scrapes.get(deviceId) ?? null,
      crossings: crossings.get(deviceId) ?? [],
    }))
    .filter((probe) => isShown(probe, nowMs));
}

function isShown({ device, scrape, crossings }: KnownProbe, nowMs: number): boolean {
  if (device) return scrape !== null || isScrapedKind(device.kind);
  const news = [...(scrape ? [scrape] : []), ...crossings];
  return news.some((row) => nowMs - row.received_at.getTime() <= UNNAMED_SHOWN_MS);
}
