import { stationStateSchema } from "@gatehouse/protocols/wire/messages";
import { conditionOf, presenceOf } from "./presence.ts";
import type { StationCard } from "./station-view.ts";

/** A row of `station` with its row of `station_state`, whose columns are null when it was never heard. */
export interface StationFacts {
  readonly station_id: string;
  readonly role: "checkpoint" | "sampling" | "room";
  readonly site_name: string;
  readonly lane_name: string;
  readonly created_at: Date;
  readonly online: boolean | null;
  readonly reported_at: Date | null;
  readonly received_at: Date | null;
  readonly software_version: string | null;
  readonly unsent: number | null;
  readonly oldest_unsent_at: Date | null;
  readonly devices: unknown;
  readonly store_ok: boolean | null;
  readonly on_duty: readonly string[] | null;
  readonly is_training: boolean | null;
}

const devicesSchema = stationStateSchema.shape.devices.catch([]);

/** One station as the board shows it. */
export function stationCard(facts: StationFacts, scansToday: number, nowMs: number): StationCard {
  const receivedAtMs = facts.received_at?.getTime() ?? null;
  const heard = receivedAtMs === null ? null : { online: facts.online === true, receivedAtMs };
  const { presence, sinceMs } = presenceOf(heard, nowMs);
  const devices = devicesSchema.parse(facts.devices ?? []);
  const storeOk = facts.store_ok;
  return {
    stationId: facts.station_id,
    siteName: facts.site_name,
    laneName: facts.lane_name,
    role: facts.role,
    presence,
    condition: conditionOf({ presence, storeOk, devices }),
    sinceMs: presence === "never" ? facts.created_at.getTime() : sinceMs,
    reportedAtMs: facts.reported_at?.getTime() ?? null,
    receivedAtMs,
    unsent: facts.unsent,
    oldestUnsentAtMs: facts.oldest_unsent_at?.getTime() ?? null,
    devices,
    softwareVersion: facts.software_version,
    storeOk,
    onDuty: facts.on_duty,
    isTraining: facts.is_training === true,
    scansToday,
  };
}
