import type { PoolClient } from "pg";

/** Something that a person should look at. */
export interface Alarm {
  readonly stationId: string;
  readonly kind:
    | "chain-broken"
    | "chain-fork"
    | "digest-conflict"
    | "foreign-topic"
    | "identity-elsewhere"
    | "undecodable-batch";
  /** Positions and counts; never personal data. */
  readonly detail: Readonly<Record<string, string | number>>;
}

/** Anything that runs a query: a pool, or a client within a transaction. */
export type AlarmSink = Pick<PoolClient, "query">;

// A station that misbehaves does so in every message: one row a minute says it.
const INSERT_ALARMS = `
insert into alarm (station_id, kind, detail)
select distinct on (station_id, kind) station_id, kind, detail
  from jsonb_to_recordset($1) as row (station_id text, kind text, detail jsonb)
 where not exists (
         select from alarm recent
          where recent.station_id = row.station_id and recent.kind = row.kind
            and recent.raised_at > now() - interval '1 minute')`;

/** Raises alarms, at most one of a kind per station and minute, and wakes the live board. */
export async function insertAlarms(sink: AlarmSink, alarms: readonly Alarm[]): Promise<void> {
  if (alarms.length === 0) return;
  const rows = alarms.map(({ stationId, kind, detail }) => ({
    station_id: stationId,
    kind,
    detail,
  }));
  await sink.query(INSERT_ALARMS, [JSON.stringify(rows)]);
  await notifyLive(sink, "alarm");
}

/** Tells the command centre that something changed; within a transaction it is told at COMMIT. */
export async function notifyLive(
  sink: AlarmSink,
  what: "events" | "telemetry" | "state" | "alarm",
): Promise<void> {
  await sink.query({
    name: "live-notify",
    text: "select pg_notify('gatehouse_live', $1)",
    values: [what],
  });
}
