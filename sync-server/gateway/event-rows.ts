import type { Digests } from "@gatehouse/protocols/crypto-suite";
import type { StoredEvent } from "@gatehouse/protocols/event/envelope";
import type { PoolClient } from "pg";
import { type EventRow, insertEvents, type RejectReason } from "../store/event-writer.ts";
import { hashBefore } from "./epoch-link.ts";
import { checkRow, claimedHash } from "./event-check.ts";
import { Projections } from "./projections.ts";
import type { GroupTime, PlannedStream, RowKind } from "./row-kind.ts";
import type { PlacedRow } from "./row-place.ts";

/** What events are checked and kept with. */
export interface EventRowsOptions {
  readonly digests: Digests;
  /** Seals a text; `context` says what it belongs to. */
  readonly seal: (text: string, context: string) => Buffer;
  /** All streams of the group: an epoch's first event follows the last one of another. */
  readonly streams: () => Iterable<PlannedStream>;
  /** An event that stands, but not on the one before it. */
  readonly onBrokenChain: (stream: PlannedStream, seq: number) => void;
}

/** The rows of `ev`: chained, sealed, and projected onto what the board shows. */
export class EventRows implements RowKind {
  readonly refusal = "malformed-event";
  readonly hashOf = claimedHash;
  readonly #options: EventRowsOptions;
  readonly #events: EventRow[] = [];
  readonly #projections = new Projections();

  constructor(options: EventRowsOptions) {
    this.#options = options;
  }

  get kept(): number {
    return this.#events.length;
  }

  take(stream: PlannedStream, { seq, row }: PlacedRow): RejectReason | null {
    const { stationId, epoch } = stream.start;
    const checked = checkRow(this.#options.digests, { stationId, epoch, seq }, row);
    if (!checked.ok) return checked.reason;
    const previousHash =
      seq === 1 ? hashBefore(stream.start, this.#options.streams()) : stream.hwHash;
    // The event is whole in itself: it is kept, and the missing link before it is what a person must see.
    if (previousHash !== null && checked.value.header.prevHash !== previousHash) {
      this.#options.onBrokenChain(stream, seq);
    }
    this.#keep(stream, checked.value);
    return null;
  }

  async write(client: PoolClient, time: GroupTime): Promise<void> {
    await insertEvents(client, this.#events, time.receivedAtMs);
    await this.#projections.write(client, time);
  }

  #keep(stream: PlannedStream, event: StoredEvent): void {
    const { header, salt, body } = event;
    stream.hashes.set(header.seq, header.hash);
    const sealed = this.#options.seal(JSON.stringify({ salt, body }), header.eventId);
    this.#events.push({ header, sealed });
    this.#projections.add(event);
  }
}
