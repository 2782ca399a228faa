import type { StationId } from "@gatehouse/protocols/ids";
import { fail, ok, type Result } from "@gatehouse/protocols/result";
import type { Pool, PoolClient } from "pg";
import { inTransaction } from "../store/transaction.ts";

/** PostgreSQL channel (LISTEN) on which a station id says: look at its registry row again and cut what is live. */
export const REVOCATION_CHANNEL = "station_revoked";

/**
 * Takes a station's trust away for good: its certificates, its open invitations, its slot.
 * Whoever listens on `REVOCATION_CHANNEL` hears it after COMMIT.
 */
export function revokeStation(
  pool: Pool,
  stationId: StationId,
): Promise<Result<true, "unknown-station">> {
  return inTransaction(pool, async (client) => {
    const { rowCount } = await client.query(
      "update station set revoked_at = coalesce(revoked_at, now()) where station_id = $1",
      [stationId],
    );
    if (rowCount !== 1) return fail("unknown-station");
    await client.query(
      `update station_certificate set revoked_at = now()
       where station_id = $1 and revoked_at is null`,
      [stationId],
    );
    await client.query("update invitation set tries_left = 0 where station_id = $1", [stationId]);
    await announceRevocation(client, stationId);
    return ok(true);
  });
}

/** Queues the notice; it is sent when the caller's transaction commits. */
export async function announceRevocation(client: PoolClient, stationId: StationId): Promise<void> {
  await client.query("select pg_notify($1, $2)", [REVOCATION_CHANNEL, stationId]);
}
