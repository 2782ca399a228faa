import type { StationId } from "@gatehouse/protocols/ids";
import type { StationState } from "@gatehouse/protocols/wire/messages";
import type { Pool } from "pg";
import { notifyLive } from "./alarm-writer.ts";
import { inTransaction } from "./transaction.ts";

/** What one station said, or its will said for it. */
export interface SaidState {
  readonly stationId: StationId;
  readonly receivedAtMs: number;
  readonly state: StationState;
}

// A death counts only for the session that lives, and it knows nothing of the station but that: what
// was last known stays.
const UPSERT = `
insert into station_state as old
       (station_id, online, session, reported_at, received_at, role, software_version, unsent,
        oldest_unsent_at, devices, store_ok, on_duty, is_training, bundles)
select station_id, said.online, said.session, to_timestamp(said.at_ms / 1000),
       to_timestamp(said.received_at_ms / 1000), said.role, said.software_version, said.unsent,
       to_timestamp(said.oldest_unsent_at_ms / 1000), said.devices, said.store_ok,
       said.on_duty, said.is_training, said.bundles
  from jsonb_to_recordset($1)
       as said (station_id text, online boolean, session text, at_ms double precision,
                received_at_ms double precision, role text, software_version text, unsent bigint,
                oldest_unsent_at_ms double precision, devices jsonb, store_ok boolean,
                on_duty text[], is_training boolean, bundles jsonb)
  join station using (station_id)
 order by station_id
on conflict (station_id) do update
   set online = excluded.online, session = excluded.session, received_at = excluded.received_at,
       reported_at = coalesce(excluded.reported_at, old.reported_at),
       role = excluded.role, software_version = excluded.software_version,
       unsent = case when excluded.reported_at is null then old.unsent else excluded.unsent end,
       oldest_unsent_at = case when excluded.reported_at is null
                               then old.oldest_unsent_at else excluded.oldest_unsent_at end,
       devices = case when excluded.reported_at is null then old.devices else excluded.devices end,
       store_ok = case when excluded.reported_at is null then old.store_ok else excluded.store_ok end,
       on_duty = case when excluded.reported_at is null then old.on_duty else excluded.on_duty end,
       is_training = case when excluded.reported_at is null
                          then old.is_training else excluded.is_training end,
       bundles = case when excluded.reported_at is null then old.bundles else excluded.bundles end
 where excluded.online or old.session = excluded.session`;

// An invitation says what a place is meant for, and its role is easily left out; what a station says
// is what it does. A room that counted as a checkpoint would be a room that nobody watches.
const FOLLOW_ROLES = `
update station set role = state.role
  from station_state as state
 where state.station_id = station.station_id and state.role <> station.role
   and station.station_id = any($1)`;

/**
 * Writes what stations said, one line each; stations outside the registry are left out. The registry
 * takes over the roles in which they work.
 */
export async function upsertStates(pool: Pool, said: readonly SaidState[]): Promise<void> {
  const rows = said.map(({ stationId, receivedAtMs, state }) => ({
    station_id: stationId,
    online: state.online,
    session: state.session,
    at_ms: state.atMs,
    received_at_ms: receivedAtMs,
    role: state.role,
    software_version: state.softwareVersion,
    unsent: state.unsent,
    oldest_unsent_at_ms: state.oldestUnsentAtMs,
    devices: state.devices,
    store_ok: state.storeOk,
    on_duty: state.onDuty,
    is_training: state.isTraining,
    bundles: state.bundles,
  }));
  await inTransaction(pool, async (client) => {
    await client.query({ name: "state-upsert", text: UPSERT, values: [JSON.stringify(rows)] });
    const stationIds = said.map(({ stationId }) => stationId);
    await client.query({ name: "state-roles", text: FOLLOW_ROLES, values: [stationIds] });
    await notifyLive(client, "state");
  });
}

/** After a start nobody is connected until heard; when each was last heard stays as it was. */
export async function markAllOffline(pool: Pool): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query("update station_state set online = false where online");
    await notifyLive(client, "state");
  });
}
