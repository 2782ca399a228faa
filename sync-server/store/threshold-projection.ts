import type { PoolClient } from "pg";

/** What a station said of its limits. */
export type ThresholdNews = Crossing | HostStart;

/** A station's host started: every quantity counts as within its limits until it crosses one again. */
export interface HostStart {
  readonly kind: "host-start";
  readonly stationId: string;
}

/** Where one quantity stands against its limits. */
export interface Crossing {
  readonly kind: "crossing";
  readonly stationId: string;
  readonly deviceId: string;
  readonly metric: string;
  readonly state: "above" | "below" | "within";
  /** The limit that was crossed, in the metric's unit. */
  readonly limit: number;
  readonly value: number;
  /** By the centre's clock, Unix ms. */
  readonly sinceMs: number;
}

const UPSERT_THRESHOLDS = `
insert into threshold_state (station_id, device_id, metric, state, limit_value, value, since,
                             received_at)
select station_id, device_id, metric, state, limit_value, value,
       to_timestamp(since_ms / 1000), $2::timestamptz
  from jsonb_to_recordset($1)
       as said (station_id text, device_id text, metric text, state text,
                limit_value double precision, value double precision,
                since_ms double precision)
 order by station_id, device_id, metric
on conflict (station_id, device_id, metric) do update
   set state = excluded.state, limit_value = excluded.limit_value, value = excluded.value,
       since = excluded.since, received_at = excluded.received_at`;

const FORGET_THRESHOLDS = "delete from threshold_state where station_id = any($1)";

/** Keeps where each quantity stands: the last that came, not the latest by a station's clock. */
export async function projectThresholds(
  client: PoolClient,
  news: readonly ThresholdNews[],
  receivedAtMs: number,
): Promise<void> {
  if (news.length === 0) return;
  const started = new Set<string>();
  const newest = new Map<string, Crossing>();
  for (const one of news) {
    if (one.kind === "host-start") {
      started.add(one.stationId);
      for (const [key, { stationId }] of newest)
        if (stationId === one.stationId) newest.delete(key);
    } else newest.set(JSON.stringify([one.stationId, one.deviceId, one.metric]), one);
  }
  await client.query({ name: "threshold-forget", text: FORGET_THRESHOLDS, values: [[...started]] });
  const rows = [...newest.values()].map((one) => ({
    station_id: one.stationId,
    device_id: one.deviceId,
    metric: one.metric,
    state: one.state,
    limit_value: one.limit,
    value: one.value,
    since_ms: one.sinceMs,
  }));
  const values = [JSON.stringify(rows), new Date(receivedAtMs)];
  await client.query({ name: "threshold-upsert", text: UPSERT_THRESHOLDS, values });
}
