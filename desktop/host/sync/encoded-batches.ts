import { randomUUID } from "node:crypto";
import { fittedBatch } from "./fitted-batch.ts";
import type { SyncOutboxes } from "./hello-streams.ts";
import type { PushEffect } from "./push-state.ts";

/** Batches between their read and their publication; the machine never asks for a second one. */
export class EncodedBatches {
  readonly #outboxes: SyncOutboxes;
  readonly #bytes = new Map<string, Uint8Array>();

  constructor(outboxes: SyncOutboxes) {
    this.#outboxes = outboxes;
  }

  /**
   * Reads and encodes the rows that the machine asks for, and keeps them until they are taken.
   * @returns the batch's id, and how far it goes
   * @throws GatehouseError where the outbox cannot be read
   */
  async read(asked: Extract<PushEffect, { kind: "read-batch" }>) {
    const { stream, epoch, from, maxRows, enc } = asked;
    const rows = await this.#outboxes[stream]?.read({ epoch, fromSeq: from, limit: maxRows });
    if (!rows?.length) throw new Error(`outbox holds no rows from ${stream}:${epoch}:${from}`);
    const batch = randomUUID();
    const { bytes, to } = fittedBatch(rows, { batch, stream, epoch, from, enc });
    this.#bytes.set(batch, bytes);
    return { batch, to };
  }

  /** Hands a batch over; it is forgotten here. */
  take(batch: string): Uint8Array | null {
    const bytes = this.#bytes.get(batch) ?? null;
    this.#bytes.delete(batch);
    return bytes;
  }
}
