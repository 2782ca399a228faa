import type { EpochId } from "@gatehouse/protocols/ids";
import type { StationHello, Stream } from "@gatehouse/protocols/wire/messages";
import type { PoolClient } from "pg";

/** Names one stream of one epoch of one station. */
export interface CursorKey {
  readonly stationId: string;
  readonly stream: Stream;
  readonly epoch: EpochId;
}

/** The centre's mark: everything up to `hw` is committed; `hwHash` is null where that row's hash is unknown. */
export interface Cursor extends CursorKey {
  /** Place of the epoch among the station's, from 1; 0 when no hello has told it yet. */
  readonly epochOrder: number;
  readonly hw: number;
  readonly hwHash: string | null;
  /** The mark of the epoch before this one, as committed; null when the centre knows none. */
  readonly before: { readonly epochOrder: number; readonly hwHash: string | null } | null;
}

/** An epoch as a hello names it. */
export interface AnnouncedEpoch extends CursorKey {
  readonly epochOrder: number;
}

const KEYS = "jsonb_to_recordset($1) as asked (station_id text, stream text, epoch text)";

// A batch may arrive before its hello; 0 then stands for an order not yet told.
const INSERT_MISSING = `
insert into stream_cursor (station_id, stream, epoch, epoch_order, hw)
select station_id, asked.stream, asked.epoch, 0, 0 from ${KEYS} join station using (station_id)
on conflict do nothing`;

const LOCK = `
select cursor.station_id, cursor.stream, cursor.epoch, cursor.epoch_order, cursor.hw,
       cursor.hw_hash, before.epoch_order as before_order, before.hw_hash as before_hash
  from stream_cursor cursor join ${KEYS} using (station_id, stream, epoch)
  left join lateral (
       select earlier.epoch_order, earlier.hw_hash from stream_cursor earlier
        where cursor.hw = 0 and earlier.station_id = cursor.station_id
          and earlier.stream = cursor.stream
          and earlier.epoch_order > 0 and earlier.epoch_order < cursor.epoch_order
        order by earlier.epoch_order desc limit 1) before on true
 order by station_id, stream, epoch
   for update of cursor`;

const ANNOUNCE = `
insert into stream_cursor as known (station_id, stream, epoch, epoch_order, hw)
select station_id, said.stream, said.epoch, said.epoch_order, 0
  from jsonb_to_recordset($1) as said (station_id text, stream text, epoch text, epoch_order integer)
  join station using (station_id)
 order by station_id, stream, epoch
on conflict (station_id, stream, epoch) do update set epoch_order = excluded.epoch_order
 where known.epoch_order <> excluded.epoch_order`;

const MOVE = `
update stream_cursor cursor
   set hw = moved.hw, hw_hash = moved.hw_hash, updated_at = now()
  from jsonb_to_recordset($1)
       as moved (station_id text, stream text, epoch text, hw bigint, hw_hash text)
 where (cursor.station_id, cursor.stream, cursor.epoch)
     = (moved.station_id, moved.stream, moved.epoch)`;

interface CursorRow {
  readonly station_id: string;
  readonly stream: Stream;
  readonly epoch: EpochId;
  readonly epoch_order: number;
  readonly hw: number;
  readonly hw_hash: string | null;
  readonly before_order: number | null;
  readonly before_hash: string | null;
}

/**
 * Locks the marks in one fixed order, so that two writers never wait for each other; missing ones are made.
 * A station that is not in the registry has no mark in the answer.
 */
export async function lockCursors(
  client: PoolClient,
  keys: readonly CursorKey[],
): Promise<readonly Cursor[]> {
  const asked = JSON.stringify(keys.map(keyColumns));
  const found = await selectForUpdate(client, asked);
  if (found.length === keys.length) return found;
  await client.query({ name: "cursor-insert", text: INSERT_MISSING, values: [asked] });
  return await selectForUpdate(client, asked);
}

/** Notes the epochs that a station names and their order, and locks their marks. */
export async function announceEpochs(
  client: PoolClient,
  epochs: readonly AnnouncedEpoch[],
): Promise<readonly Cursor[]> {
  const said = epochs.map((epoch) => ({ ...keyColumns(epoch), epoch_order: epoch.epochOrder }));
  await client.query({ name: "cursor-announce", text: ANNOUNCE, values: [JSON.stringify(said)] });
  return await selectForUpdate(client, JSON.stringify(epochs.map(keyColumns)));
}

/** Moves marks that are locked. */
export async function moveCursors(
  client: PoolClient,
  moved: readonly Omit<Cursor, "epochOrder" | "before">[],
): Promise<void> {
  if (moved.length === 0) return;
  const rows = moved.map((cursor) => ({
    ...keyColumns(cursor),
    hw: cursor.hw,
    hw_hash: cursor.hwHash,
  }));
  await client.query({ name: "cursor-move", text: MOVE, values: [JSON.stringify(rows)] });
}

/** The streams of a hello as epochs of one station, each once. */
export function announcedBy(stationId: string, hello: StationHello): readonly AnnouncedEpoch[] {
  const byKey = new Map(
    hello.streams.map(({ stream, epoch, epochOrder }) => [
      `${stream} ${epoch}`,
      { stationId, stream, epoch, epochOrder },
    ]),
  );
  return [...byKey.values()];
}

async function selectForUpdate(client: PoolClient, asked: string): Promise<readonly Cursor[]> {
  const { rows } = await client.query<CursorRow>({
    name: "cursor-lock",
    text: LOCK,
    values: [asked],
  });
  return rows.map((row) => ({
    stationId: row.station_id,
    stream: row.stream,
    epoch: row.epoch,
    epochOrder: row.epoch_order,
    hw: row.hw,
    hwHash: row.hw_hash,
    before:
      row.before_order === null ? null : { epochOrder: row.before_order, hwHash: row.before_hash },
  }));
}

function keyColumns(key: CursorKey) {
  return { station_id: key.stationId, stream: key.stream, epoch: key.epoch };
}
