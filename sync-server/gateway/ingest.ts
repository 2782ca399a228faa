import type { StationId } from "@gatehouse/protocols/ids";
import type { BatchCodecs } from "@gatehouse/protocols/wire/batch";
import {
  INITIAL_CREDIT,
  parseMessage,
  type StationHello,
  stationHelloSchema,
} from "@gatehouse/protocols/wire/messages";
import type { DownKind, UpKind } from "@gatehouse/protocols/wire/topics";
import type { Logger } from "pino";
import { insertAlarms } from "../store/alarm-writer.ts";
import { ensurePartitions, receiveDay } from "../store/partitions.ts";
import { isRefusedData } from "../store/transaction.ts";
import { BatchQueue } from "./batch-queue.ts";
import {
  type BatchOrigin,
  mostRowsOf,
  type ReceivedBatch,
  readBatchHeader,
  unpackBatch,
} from "./batch-reader.ts";
import { type BatchAnswer, type CommitTools, commitGroup } from "./group-commit.ts";
import { answerHello } from "./hello.ts";
import type { MessageFaults } from "./message-faults.ts";
import { WorkLoop } from "./work-loop.ts";

/** Rows of one transaction; more adds latency and no speed. */
const MAX_GROUP_ROWS = 4_000;
/** Unpacked text of one transaction, UTF-16 units. */
const MAX_GROUP_LENGTH = 16 * 1024 * 1024;
const QUEUE_LIMITS = { perStation: 4 * INITIAL_CREDIT, bytes: 64 * 1024 * 1024 };

/** What the ingest works with. */
export interface IngestOptions extends CommitTools {
  readonly codecs: BatchCodecs;
  /** Sends a JSON text to a station; lost when it is away, which its next hello mends. */
  readonly send: (station: StationId, kind: DownKind, text: string) => void;
  /** A station's hello was answered. */
  readonly onGreeted: (station: StationId, hello: StationHello) => void;
  readonly faults: MessageFaults;
  readonly random: () => number;
  readonly logger: Logger;
}

/**
 * Takes what stations send up and answers only after COMMIT. Everything that waits goes into one
 * transaction (group commit). While the database is away nothing is answered and nothing is lost:
 * the queue is bounded, and what does not fit stays on its station.
 */
export class Ingest {
  readonly #options: IngestOptions;
  readonly #loop: WorkLoop;
  readonly #queue = new BatchQueue(QUEUE_LIMITS);
  readonly #hellos = new Map<StationId, StationHello>();
  /** Taken from the queue and not yet committed. */
  #group: readonly ReceivedBatch[] = [];
  #partitionDay = "";

  constructor(options: IngestOptions) {
    this.#options = options;
    const { random, logger } = options;
    const work = () => this.#turn();
    this.#loop = new WorkLoop({ work, random, logger });
  }

  /** Takes one message from a station's `up/` topic; whatever it holds, this does not throw. */
  take(station: StationId, kind: UpKind, message: Uint8Array): void {
    if (kind === "hello") this.#takeHello(station, message);
    else if (kind !== "pull") this.#takeBatch({ stationId: station, stream: kind }, message);
    else this.#options.faults.note(station, `unsupported-${kind}`);
  }

  /** Lets the transaction in progress end and answers it. */
  async close(): Promise<void> {
    await this.#loop.close();
  }

  #takeHello(station: StationId, message: Uint8Array): void {
    const hello = parseMessage(stationHelloSchema, Buffer.from(message).toString("utf8"));
    if (!hello.ok) {
      this.#options.faults.note(station, `hello-${hello.reason}`);
      return;
    }
    this.#hellos.set(station, hello.value);
    this.#loop.wake();
  }

  #takeBatch(origin: BatchOrigin, message: Uint8Array): void {
    const packed = readBatchHeader(this.#options.codecs, origin, message);
    if (!packed.ok) this.#options.faults.note(origin.stationId, packed.reason);
    else if (!this.#queue.push(packed.value))
      this.#options.faults.note(origin.stationId, "queue-full");
    else this.#loop.wake();
  }

  async #turn(): Promise<boolean> {
    await this.#ensurePartitions();
    if (this.#group.length === 0) this.#group = await this.#nextGroup();
    if (this.#group.length > 0) await this.#commit();
    await this.#answerHellos();
    return this.#queue.length > 0;
  }

  async #commit(): Promise<void> {
    try {
      this.#acknowledge(await commitGroup(this.#options, this.#group));
    } catch (error) {
      if (!isRefusedData(error)) throw error;
      // Even alone in quarantine these rows are refused; unanswered, they stay on their stations.
      this.#options.logger.error({ err: error }, "group refused by the database");
    }
    this.#group = [];
  }

  #acknowledge(answers: readonly BatchAnswer[]): void {
    const credit = this.#queue.isCrowded ? 1 : INITIAL_CREDIT;
    answers.forEach((answer, at) => {
      const station = this.#group[at]?.stationId;
      if (!answer || !station) return;
      const ack = { ...answer, credit, nowMs: this.#options.nowMs() };
      this.#options.send(station, "ack", JSON.stringify(ack));
    });
  }

  async #nextGroup(): Promise<readonly ReceivedBatch[]> {
    const group: ReceivedBatch[] = [];
    let rows = 0;
    let length = 0;
    for (let next = this.#queue.peek(); next; next = this.#queue.peek()) {
      rows += mostRowsOf(next.header);
      if (group.length > 0 && (rows > MAX_GROUP_ROWS || length > MAX_GROUP_LENGTH)) break;
      this.#queue.shift();
      const batch = unpackBatch(this.#options.codecs, next);
      if (batch.ok) {
        group.push(batch.value);
        length += batch.value.rows.reduce((sum, { line }) => sum + line.length, 0);
      } else {
        this.#options.faults.note(next.stationId, batch.reason);
        await this.#raiseUndecodable(next.stationId, next.header.epoch, next.header.from);
      }
    }
    return group;
  }

  /** Its station will send it again and again: somebody has to look. */
  async #raiseUndecodable(stationId: StationId, epoch: string, seq: number): Promise<void> {
    const alarm = { stationId, kind: "undecodable-batch", detail: { epoch, seq } } as const;
    await insertAlarms(this.#options.pool, [alarm]);
  }

  async #answerHellos(): Promise<void> {
    for (const [station, hello] of this.#hellos) {
      const answer = await answerHello(this.#options, station, hello);
      this.#options.send(station, "hello", JSON.stringify(answer));
      this.#options.onGreeted(station, hello);
      // A newer one may have come meanwhile; it wants its own answer.
      if (this.#hellos.get(station) === hello) this.#hellos.delete(station);
      else this.#loop.wake();
    }
  }

  async #ensurePartitions(): Promise<void> {
    const nowMs = this.#options.nowMs();
    const day = receiveDay(nowMs);
    if (day === this.#partitionDay) return;
    await ensurePartitions(this.#options.pool, nowMs);
    this.#partitionDay = day;
  }
}
