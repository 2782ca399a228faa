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

// A death counts only for the session that lives, and it does not know how much was unsent: the last
// known number stays.
const UPSERT = `
insert into station_state as old
       (station_id, online, session, reported_at, received_at, role, software_version, unsent,
        oldest_unsent_at, devices, store_ok)
select station_id, said.online, said.session, to_timestamp(said.at_ms / 1000),
       to_timestamp(said.received_at_ms / 1000), said.role, said.software_version, said.unsent,
       to_timestamp(said.oldest_unsent_at_ms / 1000), said.devices, said.store_ok
  from jsonb_to_recordset($1)
       as said (station_id text, online boolean, session text, at_ms double precision,
                received_at_ms double precision, role text, software_version text, unsent bigint,
                oldest_unsent_at_ms double precision, devices jsonb, store_ok boolean)
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
       store_ok = case when excluded.reported_at is null then old.store_ok else excluded.store_ok end
 where excluded.online or old.session = excluded.session`;

/** Writes what stations said, one line each; stations outside the registry are left out. */
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
  }));
  await inTransaction(pool, async (client) => {
    await client.query({ name: "state-upsert", text: UPSERT, values: [JSON.stringify(rows)] });
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
