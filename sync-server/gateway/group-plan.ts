import type { Digests } from "@gatehouse/protocols/crypto-suite";
import type { StoredEvent } from "@gatehouse/protocols/event/envelope";
import { fail } from "@gatehouse/protocols/result";
import type { Alarm } from "../store/alarm-writer.ts";
import type { EventRow, QuarantineRow, RejectReason, StoredRange } from "../store/event-writer.ts";
import type { ProjectedScan, ProjectedVoid } from "../store/scan-projection.ts";
import type { Cursor } from "../store/stream-cursor.ts";
import type { ReceivedBatch } from "./batch-reader.ts";
import { hashBefore } from "./epoch-link.ts";
import { checkRow, claimedHash } from "./event-check.ts";
import { scanIn, voidIn } from "./scan-view.ts";

/** A row of a batch that lies in quarantine. */
export interface RejectedRow {
  readonly seq: number;
  readonly reason: RejectReason;
}

/** What planning needs from outside. */
export interface PlanTools {
  readonly digests: Digests;
  /** Seals a text; `context` says what it belongs to. */
  readonly seal: (text: string, context: string) => Buffer;
  /** Reads what the store holds of a range of a locked stream. */
  readonly readStored: (
    cursor: Cursor,
    range: { readonly from: number; readonly to: number },
  ) => Promise<StoredRange>;
}

/** One row at its place in the stream. */
interface PlacedRow {
  readonly batch: ReceivedBatch;
  readonly seq: number;
  readonly row: unknown;
  readonly line: string;
}

/** The mark of one locked stream while a group is planned, and what this group adds behind it. */
class PlannedStream {
  readonly start: Cursor;
  hw: number;
  hwHash: string | null;
  readonly hashes = new Map<number, string>();
  readonly quarantined = new Map<number, RejectReason>();

  constructor(start: Cursor) {
    this.start = start;
    this.hw = start.hw;
    this.hwHash = start.hwHash;
  }
}

/**
 * What one transaction will write, decided batch by batch against locked marks (go-back-N): a batch
 * must begin at the mark or before it; rows before the mark are compared and skipped.
 */
export class GroupPlan {
  readonly events: EventRow[] = [];
  readonly quarantine: QuarantineRow[] = [];
  readonly scans: ProjectedScan[] = [];
  readonly voids: ProjectedVoid[] = [];
  readonly alarms: Alarm[] = [];
  readonly #tools: PlanTools;
  readonly #streams: ReadonlyMap<string, PlannedStream>;

  /** @param locked the marks, locked until the transaction ends */
  constructor(tools: PlanTools, locked: readonly Cursor[]) {
    this.#tools = tools;
    this.#streams = new Map(locked.map((cursor) => [nameOf(cursor), new PlannedStream(cursor)]));
  }

  /** Marks that this plan moves. */
  moved(): readonly Cursor[] {
    return [...this.#streams.values()]
      .filter((stream) => stream.hw > stream.start.hw)
      .map((stream) => ({ ...stream.start, hw: stream.hw, hwHash: stream.hwHash }));
  }

  /** The mark after everything planned so far; null for a station that is not in the registry. */
  cursorOf(batch: ReceivedBatch): Cursor | null {
    const stream = this.#streams.get(nameOf({ ...batch.header, stationId: batch.stationId }));
    return stream ? { ...stream.start, hw: stream.hw, hwHash: stream.hwHash } : null;
  }

  /**
   * Plans one batch.
   * @param options.isRefused the database refused the rows of this batch: they go to quarantine
   * @returns its rows that lie in quarantine
   */
  async add(
    batch: ReceivedBatch,
    options: { readonly isRefused: boolean },
  ): Promise<readonly RejectedRow[]> {
    const stream = this.#streams.get(nameOf({ ...batch.header, stationId: batch.stationId }));
    if (!stream || batch.header.from > stream.hw + 1) return [];
    const placed = batch.rows.map((row, at) => ({
      batch,
      seq: batch.header.from + at,
      row,
      line: batch.lines[at] ?? "",
    }));
    const behind = placed.filter(({ seq }) => seq <= stream.hw);
    const ahead = placed.filter(({ seq }) => seq > stream.hw);
    const rejected = behind.length > 0 ? await this.#compare(stream, behind) : [];
    for (const one of ahead) {
      const reason = this.#take(stream, one, options.isRefused);
      if (reason !== null) rejected.push({ seq: one.seq, reason });
    }
    return rejected;
  }

  /** Rows that were delivered before: the same again is skipped, another one at their place is a conflict. */
  async #compare(stream: PlannedStream, behind: readonly PlacedRow[]): Promise<RejectedRow[]> {
    const from = behind[0]?.seq ?? 0;
    const to = Math.min(behind.at(-1)?.seq ?? 0, stream.start.hw);
    const stored = from <= to ? await this.#tools.readStored(stream.start, { from, to }) : null;
    const rejected: RejectedRow[] = [];
    for (const one of behind) {
      const known = stored?.hashes.get(one.seq) ?? stream.hashes.get(one.seq);
      if (known !== undefined && known === claimedHash(one.row)) continue;
      const earlier = stored?.quarantined.get(one.seq) ?? stream.quarantined.get(one.seq);
      if (earlier !== undefined) rejected.push({ seq: one.seq, reason: earlier });
      else if (known !== undefined) rejected.push(this.#conflict(stream, one));
    }
    return rejected;
  }

  #conflict(stream: PlannedStream, { batch, seq, line }: PlacedRow): RejectedRow {
    const reason = "digest-conflict";
    this.#putAside(stream, { batch, seq, line }, reason);
    this.#raise(reason, batch, seq);
    return { seq, reason };
  }

  /** A row at the mark: it moves the mark whether it stands or not, so that a bad one costs no neighbour. */
  #take(stream: PlannedStream, one: PlacedRow, isRefused: boolean): RejectReason | null {
    const { batch, seq, row } = one;
    const position = { stationId: batch.stationId, epoch: batch.header.epoch, seq };
    const checked = isRefused
      ? fail("malformed-event" as const)
      : checkRow(this.#tools.digests, position, row);
    const previousHash =
      seq === 1 ? hashBefore(stream.start, this.#streams.values()) : stream.hwHash;
    stream.hw = seq;
    stream.hwHash = claimedHash(row);
    if (!checked.ok) {
      this.#putAside(stream, one, checked.reason);
      return checked.reason;
    }
    // The event is whole in itself: it is kept, and the missing link before it is what a person must see.
    if (previousHash !== null && checked.value.header.prevHash !== previousHash) {
      this.#raise("chain-broken", batch, seq);
    }
    this.#keep(stream, checked.value);
    return null;
  }

  #keep(stream: PlannedStream, event: StoredEvent): void {
    const { header, salt, body } = event;
    stream.hashes.set(header.seq, header.hash);
    const sealed = this.#tools.seal(JSON.stringify({ salt, body }), header.eventId);
    this.events.push({ header, sealed });
    const scan = scanIn(event);
    if (scan) this.scans.push(scan);
    const voided = voidIn(event);
    if (voided) this.voids.push(voided);
  }

  #putAside(
    stream: PlannedStream,
    { seq, line }: Pick<PlacedRow, "batch" | "seq" | "line">,
    reason: RejectReason,
  ): void {
    const { stationId, stream: name, epoch } = stream.start;
    stream.quarantined.set(seq, reason);
    const sealed = this.#tools.seal(line, `${stationId}/${name}/${epoch}/${seq}`);
    this.quarantine.push({ stationId, stream: name, epoch, seq, reason, sealed });
  }

  #raise(kind: Alarm["kind"], batch: ReceivedBatch, seq: number): void {
    const detail = { epoch: batch.header.epoch, seq };
    this.alarms.push({ stationId: batch.stationId, kind, detail });
  }
}

function nameOf(key: Pick<Cursor, "stationId" | "stream" | "epoch">): string {
  return `${key.stationId} ${key.stream} ${key.epoch}`;
}
