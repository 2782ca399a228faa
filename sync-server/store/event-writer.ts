import type { EventHeader } from "@gatehouse/protocols/event/envelope";
import type { REJECT_REASONS } from "@gatehouse/protocols/wire/messages";
import type { PoolClient } from "pg";
import { receiveDay } from "./partitions.ts";
import type { CursorKey } from "./stream-cursor.ts";

/** Why a row lies in quarantine. */
export type RejectReason = (typeof REJECT_REASONS)[number];

/** An event that stands: its header in clear, salt and body sealed. */
export interface EventRow {
  readonly header: EventHeader;
  readonly sealed: Buffer;
}

/** A row that does not stand, as it came, sealed. */
export interface QuarantineRow extends CursorKey {
  readonly seq: number;
  readonly reason: RejectReason;
  readonly sealed: Buffer;
}

/** What the store already holds of a range of one stream. */
export interface StoredRange {
  /** Hash of each stored event, by sequence number; empty for a stream without a chain. */
  readonly hashes: ReadonlyMap<number, string>;
  /** Reason of each row in quarantine, by sequence number. */
  readonly quarantined: ReadonlyMap<number, RejectReason>;
}

const INSERT_EVENTS = `
insert into event (received_day, received_at, station_id, epoch, seq, event_id, type, wall_time,
                   hash, header, sealed)
select $2::date, $3::timestamptz,
       header->>'stationId', header->>'epoch', (header->>'seq')::bigint,
       (header->>'eventId')::uuid, header->>'type',
       to_timestamp((header->>'wallTimeMs')::double precision / 1000),
       header->>'hash', header, decode(sealed, 'base64')
  from jsonb_to_recordset($1) as row (header jsonb, sealed text)`;

const INSERT_QUARANTINE = `
insert into quarantine (station_id, stream, epoch, seq, reason, received_at, sealed)
select station_id, stream, epoch, seq, reason, $2::timestamptz, decode(sealed, 'base64')
  from jsonb_to_recordset($1)
       as row (station_id text, stream text, epoch text, seq bigint, reason text, sealed text)`;

const SELECT_HASHES = `
select seq, hash from event
 where station_id = $1 and epoch = $2 and seq between $3 and $4`;

const SELECT_QUARANTINED = `
select seq, reason from quarantine
 where station_id = $1 and stream = $2 and epoch = $3 and seq between $4 and $5`;

/** Inserts events into the partition of their receive time, which must exist. */
export async function insertEvents(
  client: PoolClient,
  events: readonly EventRow[],
  receivedAtMs: number,
): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map(({ header, sealed }) => ({ header, sealed: sealed.toString("base64") }));
  const values = [JSON.stringify(rows), receiveDay(receivedAtMs), new Date(receivedAtMs)];
  await client.query({ name: "event-insert", text: INSERT_EVENTS, values });
}

/** Puts rows into quarantine. */
export async function insertQuarantine(
  client: PoolClient,
  rows: readonly QuarantineRow[],
  receivedAtMs: number,
): Promise<void> {
  if (rows.length === 0) return;
  const columns = rows.map((row) => ({
    station_id: row.stationId,
    stream: row.stream,
    epoch: row.epoch,
    seq: row.seq,
    reason: row.reason,
    sealed: row.sealed.toString("base64"),
  }));
  const values = [JSON.stringify(columns), new Date(receivedAtMs)];
  await client.query({ name: "quarantine-insert", text: INSERT_QUARANTINE, values });
}

/** Looks up what is already held between two sequence numbers, both included. */
export async function readStoredRange(
  client: PoolClient,
  key: CursorKey,
  range: { readonly from: number; readonly to: number },
): Promise<StoredRange> {
  const { rows: rejected } = await client.query<{ seq: number; reason: RejectReason }>({
    name: "quarantine-range",
    text: SELECT_QUARANTINED,
    values: [key.stationId, key.stream, key.epoch, range.from, range.to],
  });
  return {
    hashes: key.stream === "ev" ? await readHashes(client, key, range) : new Map(),
    quarantined: new Map(rejected.map((row) => [row.seq, row.reason])),
  };
}

async function readHashes(
  client: PoolClient,
  key: CursorKey,
  range: { readonly from: number; readonly to: number },
): Promise<ReadonlyMap<number, string>> {
  const { rows } = await client.query<{ seq: number; hash: string }>({
    name: "event-hashes",
    text: SELECT_HASHES,
    values: [key.stationId, key.epoch, range.from, range.to],
  });
  return new Map(rows.map((row) => [row.seq, row.hash]));
}
