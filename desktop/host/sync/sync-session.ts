import { randomUUID } from "node:crypto";
import type { EpochId } from "@gatehouse/protocols/ids";
import type { Ack, CentreHello, StationHello } from "@gatehouse/protocols/wire/messages";
import {
  ackSchema,
  centreHelloSchema,
  parseMessage,
  WIRE_VERSION,
} from "@gatehouse/protocols/wire/messages";
import { parseStationTopic } from "@gatehouse/protocols/wire/topics";
import type { Logger } from "pino";
import type { Clock } from "../clock.ts";
import type { ClockOffset } from "../event-log/event-builder.ts";
import type { Outbox } from "../event-log/outbox.ts";
import { estimateClock } from "./clock-estimate.ts";
import { fittedBatch } from "./fitted-batch.ts";
import { MarkStore } from "./mark-store.ts";
import { INITIAL_PUSH_STATE, pushStep } from "./push-machine.ts";
import type { PushEffect, PushInput, PushState } from "./push-state.ts";
import type { StationLink } from "./station-link.ts";

/** What the session needs from around it. */
export interface SyncSessionOptions {
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly softwareVersion: string;
  /** The centre's mark moved: the unsent number may have changed. */
  onMarkMoved(): void;
  onClockEstimate(estimate: ClockOffset): void;
}

/**
 * Runs the push machine against the real outbox and whatever link is up.
 * A link is lent to it by `attach` and taken away by `detach`.
 */
export class SyncSession {
  readonly #options: SyncSessionOptions;
  #state: PushState = INITIAL_PUSH_STATE;
  #link: StationLink | null = null;
  /** Encoded batches between their read and their publication; never more than one. */
  readonly #encoded = new Map<string, Uint8Array>();
  readonly #marks: MarkStore;

  constructor(options: SyncSessionOptions) {
    this.#options = options;
    const { outbox, logger, onMarkMoved } = options;
    this.#marks = new MarkStore({ outbox, logger, onStored: onMarkMoved });
  }

  /** The link is up: says hello with what the outbox holds. */
  async attach(link: StationLink): Promise<void> {
    this.#link = link;
    await this.#marks.settled();
    const streams = await this.#options.outbox.streams();
    if (this.#link !== link) return;
    const nowMs = this.#options.clock.monotonicMs();
    this.#step({ kind: "connected", nowMs, epochs: streams });
  }

  /** The link is gone. */
  detach(): void {
    this.#link = null;
    this.#step({ kind: "disconnected" });
  }

  /** A new event was committed. */
  appended(event: { readonly epoch: EpochId; readonly epochOrder: number; readonly seq: number }) {
    this.#step({ kind: "appended", ...event });
  }

  /** Lets time pass; called about once a second. */
  tick(): void {
    this.#marks.retry();
    this.#step({ kind: "tick", nowMs: this.#options.clock.monotonicMs() });
  }

  /** A message of the centre; anything malformed is logged by reason and dropped. */
  receive(topic: string, payload: Buffer): void {
    const parsed = parseStationTopic(topic);
    if (!parsed.ok || parsed.value.direction !== "down") return;
    const text = payload.toString("utf8");
    if (parsed.value.kind === "hello") this.#receiveHello(parseMessage(centreHelloSchema, text));
    if (parsed.value.kind === "ack") this.#receiveAck(parseMessage(ackSchema, text));
  }

  /** Waits for marks that are being stored. */
  async close(): Promise<void> {
    this.detach();
    await this.#marks.settled();
  }

  #receiveHello(hello: ReturnType<typeof parseMessage<CentreHello>>): void {
    if (!hello.ok) {
      this.#refuse("hello", hello.reason);
      return;
    }
    const estimate = estimateClock(hello.value, this.#options.clock.nowMs());
    this.#options.onClockEstimate(estimate);
    this.#step({ kind: "centre-hello", hello: hello.value });
  }

  #receiveAck(ack: ReturnType<typeof parseMessage<Ack>>): void {
    if (!ack.ok) {
      this.#refuse("ack", ack.reason);
      return;
    }
    if (ack.value.rejected.length > 0) {
      const { epoch, rejected } = ack.value;
      this.#options.logger.warn({ epoch, rejected }, "centre quarantined records");
    }
    this.#step({ kind: "ack", ack: ack.value });
  }

  #refuse(what: string, reason: string): void {
    this.#options.logger.warn({ what, reason }, "dropped a message of the centre");
  }

  #step(input: PushInput): void {
    const { state, effects } = pushStep(this.#state, input);
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
  }

  #perform(effect: PushEffect): void {
    switch (effect.kind) {
      case "send-hello":
        this.#sendHello();
        return;
      case "read-batch":
        void this.#readBatch(effect);
        return;
      case "publish-batch":
        this.#link?.publish("ev", this.#encoded.get(effect.batch) ?? new Uint8Array());
        this.#encoded.delete(effect.batch);
        return;
      case "drop-batch":
        this.#encoded.delete(effect.batch);
        return;
      case "store-mark":
        this.#marks.put(effect);
        return;
      case "mark-ahead":
        this.#options.logger.error(effect, "the centre holds more than this station: restored?");
        return;
      case "reconnect":
        this.#link?.drop(effect.why);
        return;
    }
  }

  #sendHello(): void {
    const hello: StationHello = {
      v: WIRE_VERSION,
      softwareVersion: this.#options.softwareVersion,
      sentAtMs: this.#options.clock.nowMs(),
      streams: this.#state.epochs.map(({ epoch, epochOrder, maxSeq, ackedSeq, ackedHash }) => ({
        stream: "ev",
        epoch,
        epochOrder,
        maxSeq,
        ackedSeq,
        ackedHash,
      })),
    };
    this.#link?.publish("hello", JSON.stringify(hello));
  }

  async #readBatch(effect: Extract<PushEffect, { kind: "read-batch" }>): Promise<void> {
    const { epoch, from, maxRows, enc } = effect;
    try {
      const rows = await this.#options.outbox.read({ epoch, fromSeq: from, limit: maxRows });
      if (rows.length === 0) throw new Error(`outbox holds no rows from ${epoch}:${from}`);
      const batch = randomUUID();
      const { bytes, to } = fittedBatch(rows, { batch, epoch, from, enc });
      this.#encoded.set(batch, bytes);
      const nowMs = this.#options.clock.monotonicMs();
      this.#step({ kind: "batch-read", nowMs, batch, epoch, from, to });
    } catch (error) {
      this.#options.logger.error({ err: error, epoch, from }, "could not read the outbox");
      this.#step({ kind: "read-failed" });
    }
  }
}
