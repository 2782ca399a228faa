import type { StoredEvent } from "@gatehouse/protocols/event/envelope";
import type { StationId } from "@gatehouse/protocols/ids";
import { decodeBatch } from "@gatehouse/protocols/wire/batch";
import {
  type Ack,
  type CentreHello,
  type StationHello,
  type StationState,
  stationHelloSchema,
  stationStateSchema,
} from "@gatehouse/protocols/wire/messages";
import { downTopic, parseStationTopic } from "@gatehouse/protocols/wire/topics";
import { systemClock as clock } from "../clock.ts";
import { BATCH_CODECS } from "./batch-codecs.ts";
import type { Published, TestBroker } from "./test-broker.ts";

/** The centre behind a test broker: keeps what a station sends and answers it as the wire asks. */
export class TestCentre {
  readonly hellos: StationHello[] = [];
  readonly states: StationState[] = [];
  readonly rows = { ev: [] as StoredEvent[], tm: [] as unknown[] };
  readonly #stationId: StationId;
  readonly #broker: () => TestBroker;

  constructor(stationId: StationId, broker: () => TestBroker) {
    this.#stationId = stationId;
    this.#broker = broker;
  }

  take({ topic, payload }: Published): void {
    const parsed = parseStationTopic(topic);
    if (!parsed.ok) throw new Error(`foreign topic ${topic}`);
    const { value } = parsed;
    if (value.direction === "state") this.states.push(stationStateSchema.parse(json(payload)));
    else if (value.kind === "hello") this.#greet(stationHelloSchema.parse(json(payload)));
    else this.#commit(payload);
  }

  /** Sends a bundle to the station. */
  feed(bundle: unknown): void {
    this.#send("feed", { v: 1, kind: "bundle", bundle });
  }

  #greet(hello: StationHello): void {
    this.hellos.push(hello);
    const limits = { credit: 4, maxMessageBytes: 262_144 };
    const times = { echoSentAtMs: hello.sentAtMs, nowMs: clock.nowMs() };
    this.#send("hello", { v: 1, marks: [], ...limits, ...times } satisfies CentreHello);
  }

  #commit(payload: Buffer): void {
    const batch = decodeBatch(BATCH_CODECS, payload);
    if (!batch.ok) throw new Error(batch.reason);
    const { batch: id, stream, epoch, to: hw } = batch.value.header;
    if (stream === "ev") this.rows.ev.push(...(batch.value.rows as StoredEvent[]));
    else this.rows.tm.push(...batch.value.rows);
    const rest = { hwHash: null, rejected: [], credit: 4, nowMs: clock.nowMs() };
    this.#send("ack", { batch: id, stream, epoch, hw, ...rest } satisfies Ack);
  }

  #send(kind: "hello" | "ack" | "feed", message: object): void {
    this.#broker().send(downTopic(this.#stationId, kind), JSON.stringify(message));
  }
}

function json(payload: Buffer): unknown {
  return JSON.parse(payload.toString("utf8"));
}
