import type { PackedBatch } from "./batch-reader.ts";

/** How much may wait for the database. */
export interface QueueLimits {
  /** Batches of one station: its credit, and as many again for what it repeats after a timeout. */
  readonly perStation: number;
  /** Messages of all stations together, bytes. */
  readonly bytes: number;
}

/**
 * Batches that wait for a commit, in the order of their arrival. Beyond a limit the newest is refused,
 * which loses nothing: unacknowledged, it stays on its station and comes again.
 */
export class BatchQueue {
  readonly #limits: QueueLimits;
  readonly #perStation = new Map<string, number>();
  #batches: PackedBatch[] = [];
  #head = 0;
  #bytes = 0;

  constructor(limits: QueueLimits) {
    this.#limits = limits;
  }

  get length(): number {
    return this.#batches.length - this.#head;
  }

  /** True when more than half of the memory is taken: stations should send less. */
  get isCrowded(): boolean {
    return this.#bytes > this.#limits.bytes / 2;
  }

  /** Adds a batch; false when there is no room. */
  push(batch: PackedBatch): boolean {
    const waiting = this.#perStation.get(batch.stationId) ?? 0;
    if (waiting >= this.#limits.perStation) return false;
    if (this.#bytes + batch.message.length > this.#limits.bytes) return false;
    // A copy: the message is a view into a far larger network buffer.
    this.#batches.push({ ...batch, message: batch.message.slice() });
    this.#bytes += batch.message.length;
    this.#perStation.set(batch.stationId, waiting + 1);
    return true;
  }

  /** The oldest batch, left in its place. */
  peek(): PackedBatch | undefined {
    return this.#batches[this.#head];
  }

  /** Takes the oldest batch out. */
  shift(): PackedBatch | undefined {
    const batch = this.#batches[this.#head];
    if (!batch) return undefined;
    this.#head += 1;
    this.#bytes -= batch.message.length;
    const left = (this.#perStation.get(batch.stationId) ?? 1) - 1;
    if (left > 0) this.#perStation.set(batch.stationId, left);
    else this.#perStation.delete(batch.stationId);
    if (this.#head * 2 >= this.#batches.length) {
      this.#batches = this.#batches.slice(this.#head);
      this.#head = 0;
    }
    return batch;
  }
}
