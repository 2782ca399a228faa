import { randomUUID } from "node:crypto";
import type { ErrorCode } from "@gatehouse/protocols/error/error-table";
import type { LinkView } from "@gatehouse/protocols/rpc/station-view";
import type { EnrolResponse } from "@gatehouse/protocols/wire/enrolment";
import { type StationState, WIRE_VERSION } from "@gatehouse/protocols/wire/messages";
import { stateTopic, upTopic } from "@gatehouse/protocols/wire/topics";
import type { Logger } from "pino";
import type { Clock } from "../clock.ts";
import { type MqttLink, openMqttLink } from "./mqtt-link.ts";
import { afterLinkEnded, NO_HISTORY, type ReconnectHistory } from "./reconnect-policy.ts";
import type { StationCondition } from "./station-condition.ts";
import type { SyncSession } from "./sync-session.ts";

/** A station says how it is at least this often; silence is "unknown" at the centre. */
const HEARTBEAT_MS = 10_000;
/** Changes are said at most this often. */
const STATE_THROTTLE_MS = 500;
const TICK_MS = 1_000;

/** What the sync needs from around it. */
export interface StationSyncOptions {
  readonly enrolment: Pick<EnrolResponse, "stationId" | "certificatePem" | "caPem" | "brokerUrl">;
  readonly keyPem: string;
  readonly session: SyncSession;
  readonly clock: Clock;
  readonly logger: Logger;
  /** In [0, 1). */
  random(): number;
  condition(): StationCondition;
  onLink(link: LinkView): void;
}

/** Keeps a link to the centre up, lends it to the sync session and says how the station is. */
export class StationSync {
  readonly #options: StationSyncOptions;
  readonly #hostSession = randomUUID();
  readonly #ticker: NodeJS.Timeout;
  #connection = 0;
  #link: MqttLink | null = null;
  #history: ReconnectHistory = NO_HISTORY;
  #retry: NodeJS.Timeout | null = null;
  #readyAtMs: number | null = null;
  #saidAtMs = Number.NEGATIVE_INFINITY;
  #isStateDue = false;
  #isClosed = false;

  constructor(options: StationSyncOptions) {
    this.#options = options;
    this.#ticker = setInterval(() => this.#tick(), TICK_MS);
    this.#open();
  }

  /** The condition changed: it is said soon, and not more often than the throttle allows. */
  conditionChanged(): void {
    if (this.#isStateDue) return;
    this.#isStateDue = true;
    setTimeout(() => {
      if (this.#isStateDue) this.#sayState();
    }, STATE_THROTTLE_MS).unref();
  }

  /** Says a planned good-bye and ends the link. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearInterval(this.#ticker);
    if (this.#retry) clearTimeout(this.#retry);
    if (this.#readyAtMs !== null) this.#publishState(false);
    await this.#options.session.close();
    await this.#link?.close();
  }

  #open(): void {
    const { enrolment, keyPem, logger } = this.#options;
    this.#connection += 1;
    this.#readyAtMs = null;
    this.#link = openMqttLink(
      {
        station: enrolment.stationId,
        brokerUrl: enrolment.brokerUrl,
        certificatePem: enrolment.certificatePem,
        keyPem,
        caPem: enrolment.caPem,
        will: JSON.stringify(this.#state(false, null)),
      },
      {
        onReady: () => this.#ready(),
        onMessage: (topic, payload) => this.#options.session.receive(topic, payload),
        onClosed: (code, detail) => this.#ended(code, detail),
      },
    );
    logger.debug({ connection: this.#connection }, "connecting to the centre");
  }

  #ready(): void {
    const { clock, logger, session, enrolment } = this.#options;
    const link = this.#link;
    if (!link) return;
    this.#readyAtMs = clock.monotonicMs();
    this.#say("online", null);
    logger.info({ connection: this.#connection }, "linked to the centre");
    this.#sayState();
    const lent = {
      publish: (kind: Parameters<typeof upTopic>[1], payload: string | Uint8Array) =>
        link.publish(upTopic(enrolment.stationId, kind), payload),
      drop: (why: string) => {
        void link.close();
        if (this.#link === link) this.#ended("link.unreachable", why);
      },
    };
    session.attach(lent).catch((error: unknown) => {
      logger.error({ err: error }, "could not read the outbox for the hello");
      lent.drop("outbox");
    });
  }

  #ended(code: ErrorCode, detail: string): void {
    if (this.#isClosed) return;
    const { clock, logger, random, session } = this.#options;
    const wasReadyAtMs = this.#readyAtMs;
    const livedMs = wasReadyAtMs === null ? null : clock.monotonicMs() - wasReadyAtMs;
    const decision = afterLinkEnded(this.#history, livedMs, random());
    this.#history = decision.history;
    this.#link = null;
    this.#readyAtMs = null;
    session.detach();
    const shown = decision.isIdentityElsewhere ? "link.identity-elsewhere" : code;
    this.#say(shown === "link.unreachable" ? "offline" : "refused", shown);
    const { waitMs } = decision;
    const isNew = wasReadyAtMs !== null || this.#connection === 1;
    logger[isNew ? "warn" : "debug"]({ code: shown, detail, waitMs }, "no link to the centre");
    this.#retry = setTimeout(() => this.#open(), waitMs);
  }

  #say(state: LinkView["state"], code: ErrorCode | null): void {
    this.#options.onLink({ state, code, sinceMs: this.#options.clock.nowMs() });
  }

  #tick(): void {
    this.#options.session.tick();
    if (this.#options.clock.monotonicMs() - this.#saidAtMs >= HEARTBEAT_MS) this.#sayState();
  }

  #sayState(): void {
    this.#isStateDue = false;
    if (this.#readyAtMs === null) return;
    this.#saidAtMs = this.#options.clock.monotonicMs();
    this.#publishState(true);
  }

  #publishState(isOnline: boolean): void {
    const state = this.#state(isOnline, this.#options.clock.nowMs());
    const topic = stateTopic(this.#options.enrolment.stationId);
    this.#link?.publish(topic, JSON.stringify(state), { retain: true });
  }

  #state(online: boolean, atMs: number | null): StationState {
    const session = `${this.#hostSession}:${this.#connection}`;
    return { v: WIRE_VERSION, online, session, atMs, ...this.#options.condition() };
  }
}
