import type { StoredEvent } from "@gatehouse/protocols/event/envelope";
import type { EpochId } from "@gatehouse/protocols/ids";
import type { StationStore } from "../store/station-store.ts";
import type { EpochRow, PositionRow } from "../store/store-contents.ts";
import { readRows } from "../store/store-reading.ts";
import type { EventLog } from "./event-log.ts";
import { eventOf, NEWEST_FIRST, OLDEST_FIRST } from "./stored-rows.ts";

/** Streams that a hello may list (`stationHelloSchema`). */
const MAX_STREAMS = 2_000;

/** One epoch's events and how far the centre has them. */
export interface OutboxStream {
  readonly epoch: EpochId;
  readonly epochOrder: number;
  readonly maxSeq: number;
  readonly ackedSeq: number;
  /** `hash` of this station's own event at `ackedSeq`: another one at the centre means a fork. */
  readonly ackedHash: string | null;
}

type MarkedEpoch = Omit<OutboxStream, "ackedHash">;

/** The centre's mark in one epoch. */
export interface AckedMark {
  readonly epoch: EpochId;
  readonly seq: number;
}

/** Events that the centre has not committed, as a view of the log; nothing is ever taken out of it. */
export interface Outbox {
  /** Events beyond the marks; `oldestAtMs` is the wall time of the first in order, Unix ms. */
  unsent(): Promise<{ readonly count: number; readonly oldestAtMs: number | null }>;
  /** What a hello lists, in the order of the epochs; all that are unsent and the newest others. */
  streams(): Promise<readonly OutboxStream[]>;
  /** Events of an epoch from `fromSeq` on, in order. */
  read(range: {
    readonly epoch: EpochId;
    readonly fromSeq: number;
    readonly limit: number;
  }): Promise<StoredEvent[]>;
  /**
   * Stores a mark durably. It may go back: a centre restored from a backup asks again.
   * @throws GatehouseError `store.full` or `store.failed`
   */
  setAcked(mark: AckedMark): Promise<void>;
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

  async function read({ epoch, fromSeq, limit }: Parameters<Outbox["read"]>[0]) {
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
    const [event] = await read({ epoch, fromSeq: ackedSeq, limit: 1 });
    return event?.header.hash ?? null;
  }

  return {
    read,
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
      const [oldest] = await read({ epoch: first.epoch, fromSeq: first.ackedSeq + 1, limit: 1 });
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
  if (streams.length <= MAX_STREAMS) return streams;
  const waiting = streams.filter(isUnsent).slice(0, MAX_STREAMS);
  const room = MAX_STREAMS - waiting.length;
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
