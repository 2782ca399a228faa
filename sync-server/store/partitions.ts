import type { Pool } from "pg";
import { inTransaction } from "./transaction.ts";

const DAY_MS = 86_400_000;
/** Names the lock under which partitions are made ("part" in ASCII); two makers at once would collide. */
const PARTITION_LOCK = 0x70617274;

/** Tables whose rows lie in partitions by the centre's receive day. */
const PARTITIONED = ["event", "scrape"];

/** Day of a moment in UTC, `YYYY-MM-DD`: the partition in which a row received at that moment lies. */
export function receiveDay(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}

/** Makes the partitions of the day of `timeMs` and of the next one, of events and of scrapes, where missing. */
export async function ensurePartitions(pool: Pool, timeMs: number): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query("select pg_advisory_xact_lock($1)", [PARTITION_LOCK]);
    for (const startMs of [timeMs, timeMs + DAY_MS]) {
      const day = receiveDay(startMs);
      const next = receiveDay(startMs + DAY_MS);
      for (const table of PARTITIONED) {
        // Only digits and dashes: a day is safe to stand in the text, and DDL takes no parameters.
        await client.query(
          `create table if not exists ${table}_${day.replaceAll("-", "")} partition of ${table}
             for values from ('${day}') to ('${next}')`,
        );
      }
    }
  });
}
