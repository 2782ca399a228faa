import type { StationId } from "@gatehouse/protocols/ids";
import { fail, ok, type Result } from "@gatehouse/protocols/result";
import type { Pool } from "pg";
import { inTransaction } from "../store/transaction.ts";

/**
 * Takes a station's trust away for good: its certificates, its open invitations, its slot. The
 * gateway looks at the registry every few seconds and cuts a connection that is no longer trusted.
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
    return ok(true);
  });
}
