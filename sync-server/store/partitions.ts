import type { Pool } from "pg";
import { inTransaction } from "./transaction.ts";

const DAY_MS = 86_400_000;
/** Names the lock under which partitions are made ("part" in ASCII); two makers at once would collide. */
const PARTITION_LOCK = 0x70617274;

/** Day of a moment in UTC, `YYYY-MM-DD`: the partition in which an event of that moment lies. */
export function receiveDay(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}

/** Makes the event partitions of the day of `timeMs` and of the next one, where missing. */
export async function ensureEventPartitions(pool: Pool, timeMs: number): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query("select pg_advisory_xact_lock($1)", [PARTITION_LOCK]);
    for (const startMs of [timeMs, timeMs + DAY_MS]) {
      const day = receiveDay(startMs);
      const next = receiveDay(startMs + DAY_MS);
      // Only digits and dashes: a day is safe to stand in the text, and DDL takes no parameters.
      await client.query(
        `create table if not exists event_${day.replaceAll("-", "")} partition of event
           for values from ('${day}') to ('${next}')`,
      );
    }
  });
}
