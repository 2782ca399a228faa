import type { Logger } from "pino";
import type { SyncOutboxes } from "./hello-streams.ts";
import { MarkStore } from "./mark-store.ts";
import type { PushEffect } from "./push-state.ts";

/** What the marks are stored with. */
export interface StreamMarksOptions {
  readonly outboxes: SyncOutboxes;
  readonly logger: Logger;
  /** The centre's mark in the events is on the disk. */
  onMarkMoved(): void;
}

/** The centre's marks in both streams: each has a store of its own, so that neither holds the other up. */
export class StreamMarks {
  readonly #ev: MarkStore;
  readonly #tm: MarkStore | null;

  constructor({ outboxes: { ev, tm }, logger, onMarkMoved }: StreamMarksOptions) {
    this.#ev = new MarkStore({ outbox: ev, logger, onStored: () => onMarkMoved() });
    this.#tm = tm && new MarkStore({ outbox: tm, logger, onStored: () => undefined });
  }

  /** True when this station knows for good what the centre has of its events. */
  get areEventsStored(): boolean {
    return this.#ev.isStored;
  }

  put(mark: Extract<PushEffect, { kind: "store-mark" }>): void {
    (mark.stream === "ev" ? this.#ev : this.#tm)?.put(mark);
  }

  /** Tries what was refused again; called about once a second. */
  retry(): void {
    this.#ev.retry();
    this.#tm?.retry();
  }

  /** Resolves when nothing is being stored. */
  async settled(): Promise<void> {
    await this.#ev.settled();
    await this.#tm?.settled();
  }
}
