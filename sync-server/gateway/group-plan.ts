import type { Digests } from "@gatehouse/protocols/crypto-suite";
import type { Stream } from "@gatehouse/protocols/wire/messages";
import type { Alarm } from "../store/alarm-writer.ts";
import type { QuarantineRow, RejectReason, StoredRange } from "../store/event-writer.ts";
import type { Cursor } from "../store/stream-cursor.ts";
import type { ReceivedBatch } from "./batch-reader.ts";
import { EventRows } from "./event-rows.ts";
import { PlannedStream, type RowKind } from "./row-kind.ts";
import type { PlacedRow } from "./row-place.ts";
import { ScrapeRows } from "./scrape-rows.ts";

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

/**
 * What one transaction will write, decided batch by batch against locked marks (go-back-N): a batch
 * must begin at the mark or before it; rows before the mark are compared and skipped.
 */
export class GroupPlan {
  readonly kinds: Readonly<Record<Stream, RowKind>>;
  readonly quarantine: QuarantineRow[] = [];
  readonly alarms: Alarm[] = [];
  readonly #tools: PlanTools;
  readonly #streams: ReadonlyMap<string, PlannedStream>;

  /** @param locked the marks, locked until the transaction ends */
  constructor(tools: PlanTools, locked: readonly Cursor[]) {
    this.#tools = tools;
    this.#streams = new Map(locked.map((cursor) => [nameOf(cursor), new PlannedStream(cursor)]));
    this.kinds = {
      ev: new EventRows({
        ...tools,
        streams: () => this.#streams.values(),
        onBrokenChain: (stream, seq) => this.#raise("chain-broken", stream, seq),
      }),
      tm: new ScrapeRows(),
    };
  }

  /** Marks that this plan moves. */
  moved(): readonly Cursor[] {
    return [...this.#streams.values()]
      .filter((stream) => stream.hw > stream.start.hw)
      .map((stream) => stream.mark());
  }

  /** The mark after everything planned so far; null for a station that is not in the registry. */
  cursorOf(batch: ReceivedBatch): Cursor | null {
    return this.#streamOf(batch)?.mark() ?? null;
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
    const stream = this.#streamOf(batch);
    if (!stream || batch.header.from > stream.hw + 1) return [];
    const behind = batch.rows.filter(({ seq }) => seq <= stream.hw);
    const ahead = batch.rows.filter(({ seq }) => seq > stream.hw);
    const rejected = behind.length > 0 ? await this.#compare(stream, behind) : [];
    for (const placed of ahead) {
      const reason = this.#take(stream, placed, options.isRefused);
      if (reason !== null) rejected.push({ seq: placed.seq, reason });
    }
    return rejected;
  }

  /**
   * Rows that were delivered before: the same again is skipped, another one at its place is a
   * conflict. Of a stream without hashes only what lies in quarantine is known, and told again.
   */
  async #compare(stream: PlannedStream, behind: readonly PlacedRow[]): Promise<RejectedRow[]> {
    const from = behind[0]?.seq ?? 0;
    const to = Math.min(behind.at(-1)?.seq ?? 0, stream.start.hw);
    const stored = from <= to ? await this.#tools.readStored(stream.start, { from, to }) : null;
    const kind = this.kinds[stream.start.stream];
    const rejected: RejectedRow[] = [];
    for (const placed of behind) {
      const { seq } = placed;
      const known = stored?.hashes.get(seq) ?? stream.hashes.get(seq);
      if (known !== undefined && known === kind.hashOf(placed.row)) continue;
      const earlier = stored?.quarantined.get(seq) ?? stream.quarantined.get(seq);
      if (earlier !== undefined) rejected.push({ seq, reason: earlier });
      else if (known !== undefined) rejected.push(this.#conflict(stream, placed));
    }
    return rejected;
  }

  #conflict(stream: PlannedStream, placed: PlacedRow): RejectedRow {
    const reason = "digest-conflict";
    this.#putAside(stream, placed, reason);
    this.#raise(reason, stream, placed.seq);
    return { seq: placed.seq, reason };
  }

  /** A row at the mark: it moves the mark whether it stands or not, so that a bad one costs no neighbour. */
  #take(stream: PlannedStream, placed: PlacedRow, isRefused: boolean): RejectReason | null {
    const kind = this.kinds[stream.start.stream];
    const reason = isRefused ? kind.refusal : kind.take(stream, placed);
    stream.hw = placed.seq;
    stream.hwHash = kind.hashOf(placed.row);
    if (reason !== null) this.#putAside(stream, placed, reason);
    return reason;
  }

  #putAside(stream: PlannedStream, { seq, line }: PlacedRow, reason: RejectReason): void {
    const { stationId, stream: name, epoch } = stream.start;
    stream.quarantined.set(seq, reason);
    const sealed = this.#tools.seal(line, `${stationId}/${name}/${epoch}/${seq}`);
    this.quarantine.push({ stationId, stream: name, epoch, seq, reason, sealed });
  }

  #raise(kind: Alarm["kind"], stream: PlannedStream, seq: number): void {
    const { stationId, epoch } = stream.start;
    this.alarms.push({ stationId, kind, detail: { epoch, seq } });
  }

  #streamOf({ stationId, header }: ReceivedBatch): PlannedStream | undefined {
    return this.#streams.get(nameOf({ ...header, stationId }));
  }
}

function nameOf(key: Pick<Cursor, "stationId" | "stream" | "epoch">): string {
  return `${key.stationId} ${key.stream} ${key.epoch}`;
}
