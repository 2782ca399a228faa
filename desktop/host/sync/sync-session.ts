import type { Ack, CentreHello, Stream } from "@gatehouse/protocols/wire/messages";
import type { Logger } from "pino";
import type { Clock } from "../clock.ts";
import type { ClockOffset } from "../event-log/event-builder.ts";
import { estimateClock } from "./clock-estimate.ts";
import { readDownMessage } from "./down-message.ts";
import { EncodedBatches } from "./encoded-batches.ts";
import { helloOf, isListCut, listEpochs, type SyncOutboxes } from "./hello-streams.ts";
import { INITIAL_PUSH_STATE, pushStep } from "./push-machine.ts";
import {
  type AppendedRow,
  areEventsDelivered,
  type PushEffect,
  type PushInput,
  type PushState,
} from "./push-state.ts";
import type { BundleVersion } from "./station-condition.ts";
import type { StationLink } from "./station-link.ts";
import { StreamMarks } from "./stream-marks.ts";

/** What the session needs from around it. */
export interface SyncSessionOptions {
  readonly outboxes: SyncOutboxes;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly softwareVersion: string;
  /** The bundles that the station works by, for the hello. */
  bundleVersions(): readonly BundleVersion[];
  /** The centre sent a bundle; nothing of it is checked yet. */
  onBundle(bundle: unknown): void;
  /** The centre's mark in the events moved: the unsent number may have changed. */
  onMarkMoved(): void;
  onClockEstimate(estimate: ClockOffset): void;
}

/**
 * Runs the push machine against the real outboxes and whatever link is up.
 * A link is lent to it by `attach` and taken away by `detach`.
 */
export class SyncSession {
  readonly #options: SyncSessionOptions;
  #state: PushState = INITIAL_PUSH_STATE;
  #link: StationLink | null = null;
  #isListCut = false;
  readonly #batches: EncodedBatches;
  readonly #marks: StreamMarks;

  constructor(options: SyncSessionOptions) {
    this.#options = options;
    this.#batches = new EncodedBatches(options.outboxes);
    this.#marks = new StreamMarks(options);
  }

  /**
   * The link is up: says hello with what the outboxes hold.
   * @throws GatehouseError where the events' outbox cannot be read
   */
  async attach(link: StationLink): Promise<void> {
    this.#link = link;
    await this.#marks.settled();
    const { clock, logger, outboxes } = this.#options;
    const epochs = await listEpochs(outboxes, logger);
    if (this.#link !== link) return;
    this.#isListCut = isListCut(epochs);
    this.#step({ kind: "connected", nowMs: clock.monotonicMs(), epochs });
  }

  /** The link is gone. */
  detach(): void {
    this.#link = null;
    this.#step({ kind: "disconnected" });
  }

  /** A new row was committed. */
  appended({ stream, epoch, epochOrder, seq }: AppendedRow): void {
    this.#step({ kind: "appended", stream, epoch, epochOrder, seq });
  }

  /** Lets time pass; called about once a second. */
  tick(): void {
    this.#marks.retry();
    this.#step({ kind: "tick", nowMs: this.#options.clock.monotonicMs() });
    const isDelivered = areEventsDelivered(this.#state) && this.#marks.areEventsStored;
    if (this.#isListCut && isDelivered) this.#listAgain();
  }

  /** A message of the centre; anything malformed is logged by reason and dropped. */
  receive(topic: string, payload: Buffer): void {
    const read = readDownMessage(topic, payload);
    if (!read.ok) {
      this.#options.logger.warn({ topic, reason: read.reason }, "dropped a message of the centre");
      return;
    }
    const message = read.value;
    if (message?.kind === "hello") this.#takeHello(message.hello);
    if (message?.kind === "ack") this.#takeAck(message.ack);
    if (message?.kind === "bundle") this.#options.onBundle(message.bundle);
  }

  /** Waits for marks that are being stored. */
  async close(): Promise<void> {
    this.detach();
    await this.#marks.settled();
  }

  /** Events waited in more epochs than one hello has room for: the rest is for the next one. */
  #listAgain(): void {
    const link = this.#link;
    if (!link) return;
    this.#isListCut = false;
    this.#step({ kind: "disconnected" });
    this.attach(link).catch((error: unknown) => {
      this.#options.logger.error({ err: error }, "could not read the outbox for the next hello");
      link.drop("outbox");
    });
  }

  #takeHello(hello: CentreHello): void {
    this.#options.onClockEstimate(estimateClock(hello, this.#options.clock.nowMs()));
    this.#step({ kind: "centre-hello", hello });
  }

  #takeAck(ack: Ack): void {
    const { stream, epoch, rejected } = ack;
    if (rejected.length > 0) {
      this.#options.logger.warn({ stream, epoch, rejected }, "centre quarantined records");
    }
    this.#step({ kind: "ack", ack });
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
        this.#publish(effect.stream, this.#batches.take(effect.batch));
        return;
      case "drop-batch":
        this.#batches.take(effect.batch);
        return;
      case "store-mark":
        this.#marks.put(effect);
        return;
      case "mark-ahead":
        this.#tellMarkAhead(effect);
        return;
      case "telemetry-held":
        this.#options.logger.warn("the centre takes no telemetry: none is sent on this connection");
        return;
      case "reconnect":
        this.#link?.drop(effect.why);
        return;
    }
  }

  #sendHello(): void {
    const { bundleVersions, clock, softwareVersion } = this.#options;
    const said = { softwareVersion, sentAtMs: clock.nowMs(), bundles: [...bundleVersions()] };
    this.#link?.publish("hello", JSON.stringify(helloOf(this.#state.epochs, said)));
  }

  #tellMarkAhead(effect: Extract<PushEffect, { kind: "mark-ahead" }>): void {
    // Scrapes are not synced one by one: a power cut may take what the centre already has.
    const level = effect.stream === "ev" ? "error" : "debug";
    this.#options.logger[level](effect, "the centre holds more than this station: restored?");
  }

  async #readBatch(asked: Extract<PushEffect, { kind: "read-batch" }>): Promise<void> {
    const { stream, epoch, from } = asked;
    const { clock, logger } = this.#options;
    try {
      const { batch, to } = await this.#batches.read(asked);
      const nowMs = clock.monotonicMs();
      this.#step({ kind: "batch-read", nowMs, batch, stream, epoch, from, to });
    } catch (error) {
      logger.error({ err: error, stream, epoch, from }, "could not read the outbox");
      this.#step({ kind: "read-failed" });
    }
  }

  #publish(stream: Stream, batch: Uint8Array | null): void {
    if (batch) this.#link?.publish(stream, batch);
  }
}
