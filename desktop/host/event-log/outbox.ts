import type { StoredEvent } from "@gatehouse/protocols/event/envelope";
import type { EpochId } from "@gatehouse/protocols/ids";
import type { StationStore } from "../store/station-store.ts";
import type { EpochRow, PositionRow } from "../store/store-contents.ts";
import { readRows } from "../store/store-reading.ts";
import {
  MAX_HELLO_STREAMS,
  type OutboxRow,
  type OutboxStream,
  type SyncOutbox,
} from "../sync/sync-outbox.ts";
import type { EventLog } from "./event-log.ts";
import { eventOf, NEWEST_FIRST, OLDEST_FIRST } from "./stored-rows.ts";

type MarkedEpoch = Omit<OutboxStream, "ackedHash">;

type OutboxRange = Parameters<SyncOutbox["read"]>[0];

/** An event at its place. */
interface StoredRow extends OutboxRow {
  readonly row: StoredEvent;
}

/** Events that the centre has not committed, as a view of the log; nothing is ever taken out of it. */
export interface Outbox extends SyncOutbox {
  read(range: OutboxRange): Promise<readonly StoredRow[]>;
  /** Events beyond the marks; `oldestAtMs` is the wall time of the first in order, Unix ms. */
  unsent(): Promise<{ readonly count: number; readonly oldestAtMs: number | null }>;
}

/** Opens the outbox of a log. Only the marks are held in memory, two short rows for each host start. */
export async function openOutbox(store: StationStore, log: EventLog): Promise<Outbox> {
  const epochs = await readRows(store.epochs, { sort: [{ order: "asc" }] });
  const ends = await endsOf(store, epochs, log.epoch);
  const rows = await readRows(store.positions, {});
  const marks = new Map(rows.map((row) => [row.id, row]));

  function markedEpochOf({ id, order }: EpochRow): MarkedEpoch {
    const maxSeq = id === log.epoch ? log.lastSeq : (ends.get(id) ?? 0);
    const { ackedSeq = 0 } = marks.get(markId(id)) ?? {};
    return { epoch: id, epochOrder: order, maxSeq, ackedSeq };
  }

  function filled(): MarkedEpoch[] {
    return epochs.map(markedEpochOf).filter(({ maxSeq }) => maxSeq > 0);
  }

  async function eventsOf({ epoch, fromSeq, limit }: OutboxRange): Promise<StoredEvent[]> {
    const order = epochs.find(({ id }) => id === epoch)?.order;
    if (order === undefined) return [];
    const found = await readRows(store.events, {
      selector: { epochOrder: order, seq: { $gte: fromSeq } },
      sort: OLDEST_FIRST,
      limit,
    });
    return found.map(eventOf);
  }

  async function hashAt({ epoch, ackedSeq }: MarkedEpoch): Promise<string | null> {
    if (ackedSeq === 0) return null;
    const [event] = await eventsOf({ epoch, fromSeq: ackedSeq, limit: 1 });
    return event?.header.hash ?? null;
  }

  return {
    stream: "ev",
    async read(range) {
      const events = await eventsOf(range);
      return events.map((row) => ({ seq: row.header.seq, row }));
    },
    async streams() {
      const streams: OutboxStream[] = [];
      for (const marked of newestFirstKept(filled())) {
        streams.push({ ...marked, ackedHash: await hashAt(marked) });
      }
      return streams;
    },
    async unsent() {
      const waiting = filled().filter(isUnsent);
      const [first] = waiting;
      if (!first) return { count: 0, oldestAtMs: null };
      // `seq` is gap-free in its epoch, so the distance to the mark is the number of events.
      const count = waiting.reduce((sum, { maxSeq, ackedSeq }) => sum + maxSeq - ackedSeq, 0);
      const [oldest] = await eventsOf({
        epoch: first.epoch,
        fromSeq: first.ackedSeq + 1,
        limit: 1,
      });
      return { count, oldestAtMs: oldest?.header.wallTimeMs ?? null };
    },
    async setAcked({ epoch, seq }) {
      const row: PositionRow = { id: markId(epoch), epoch, ackedSeq: seq };
      await store.positions.incrementalUpsert(row);
      marks.set(row.id, row);
    },
  };
}

/** Last `seq` of each past epoch; looked up in the log only where the next start could not note it. */
async function endsOf(
  store: StationStore,
  epochs: readonly EpochRow[],
  running: EpochId,
): Promise<Map<EpochId, number>> {
  const ends = new Map<EpochId, number>();
  for (const { id, order, lastSeq } of epochs) {
    if (id !== running) ends.set(id, lastSeq ?? (await lastSeqIn(store, order)));
  }
  return ends;
}

async function lastSeqIn(store: StationStore, epochOrder: number): Promise<number> {
  const [last] = await readRows(store.events, {
    selector: { epochOrder },
    sort: NEWEST_FIRST,
    limit: 1,
  });
  return last?.seq ?? 0;
}

function newestFirstKept(streams: MarkedEpoch[]): MarkedEpoch[] {
  if (streams.length <= MAX_HELLO_STREAMS) return streams;
  const waiting = streams.filter(isUnsent).slice(0, MAX_HELLO_STREAMS);
  const room = MAX_HELLO_STREAMS - waiting.length;
  const done = streams.filter((stream) => !isUnsent(stream));
  const kept = new Set([...waiting, ...done.slice(done.length - room)]);
  return streams.filter((stream) => kept.has(stream));
}

function isUnsent({ maxSeq, ackedSeq }: MarkedEpoch): boolean {
  return maxSeq > ackedSeq;
}

function markId(epoch: EpochId): string {
  return `ev:${epoch}`;
}
