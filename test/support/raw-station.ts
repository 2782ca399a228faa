import { Socket } from "node:net";
import type { StationId } from "@gatehouse/protocols/ids";
import {
  type Ack,
  ackSchema,
  type CentreHello,
  centreHelloSchema,
  type Feed,
  feedSchema,
  type StationHello,
  type StationState,
  type Stream,
} from "@gatehouse/protocols/wire/messages";
import { downFilter, stateTopic, upTopic } from "@gatehouse/protocols/wire/topics";
import mqtt, { type IClientOptions, type MqttClient } from "mqtt";
import { eventually } from "./eventually.ts";
import type { Credential } from "./test-ca.ts";

/** How a station reaches the broker. */
export interface RawStationOptions {
  readonly stationId: StationId;
  readonly port: number;
  readonly caPem: string;
  /** null: no client certificate at all. */
  readonly credential: Credential | null;
  /** What a well-behaved station would not say. */
  readonly changes?: IClientOptions;
}

/** A station's end of the wire with nothing behind it: sends what a test wants and keeps what comes. */
export class RawStation {
  readonly client: MqttClient;
  readonly received: { readonly topic: string; readonly text: string }[] = [];
  readonly errors: Error[] = [];
  readonly #stationId: StationId;
  #isClosed = false;

  private constructor(client: MqttClient, stationId: StationId) {
    this.client = client;
    this.#stationId = stationId;
    client.on("message", (topic, payload) => {
      this.received.push({ topic, text: payload.toString() });
    });
    client.on("error", (error) => this.errors.push(error));
    client.on("close", () => {
      this.#isClosed = true;
    });
  }

  /** Opens a connection; see `settled` for whether it was let in. */
  static open(options: RawStationOptions): RawStation {
    const { stationId, credential } = options;
    const client = mqtt.connect(`mqtts://127.0.0.1:${options.port}`, {
      protocolVersion: 4,
      clientId: stationId,
      clean: true,
      reconnectPeriod: 0,
      connectTimeout: 10_000,
      ca: options.caPem,
      ...(credential ? { key: credential.keyPem, cert: credential.certPem } : {}),
      ...options.changes,
    });
    return new RawStation(client, stationId);
  }

  /** Opens a connection, waits until it is let in, subscribes to everything of its own. */
  static async connect(options: RawStationOptions): Promise<RawStation> {
    const station = RawStation.open(options);
    if ((await station.settled()) !== "connected")
      throw new Error("the broker refused the station");
    await station.client.subscribeAsync(downFilter(options.stationId), { qos: 1 });
    return station;
  }

  /** Waits until the broker let the station in or closed the door. */
  async settled(): Promise<"connected" | "refused"> {
    const outcome = await eventually("connection settled", () => {
      if (this.#isClosed) return "refused" as const;
      return this.client.connected ? ("connected" as const) : null;
    });
    if (this.client.stream instanceof Socket) this.client.stream.setNoDelay(true);
    return outcome;
  }

  /** Resolves when the connection is gone. */
  async closed(): Promise<void> {
    await eventually("connection closed", () => this.#isClosed || null);
  }

  /** True while the broker keeps the connection. */
  get isOpen(): boolean {
    return !this.#isClosed && this.client.connected;
  }

  /** Publishes a batch. */
  send(message: Uint8Array, stream: Stream = "ev"): void {
    this.publish(upTopic(this.#stationId, stream), message);
  }

  /** Publishes anything anywhere. */
  publish(
    topic: string,
    message: Uint8Array | string,
    options: { readonly qos?: 0 | 1 | 2; readonly retain?: boolean } = {},
  ): void {
    this.client.publish(topic, Buffer.from(message), { qos: 1, ...options }, (error) => {
      if (error) this.errors.push(error);
    });
  }

  /** Says hello and waits for the answer; without `bundles` as a station says it that knows of none. */
  async hello(
    streams: StationHello["streams"] = [],
    sentAtMs = 0,
    bundles?: StationHello["bundles"],
  ): Promise<CentreHello> {
    const before = this.#texts("hello").length;
    const hello = { v: 1, softwareVersion: "test", sentAtMs, streams, bundles };
    this.publish(upTopic(this.#stationId, "hello"), JSON.stringify(hello));
    const text = await eventually("down/hello", () => this.#texts("hello")[before]);
    return centreHelloSchema.parse(JSON.parse(text));
  }

  /** Says its state; an older station leaves out what it does not know. */
  state(state: Partial<StationState>): void {
    this.publish(stateTopic(this.#stationId), JSON.stringify(state), { retain: true });
  }

  /** All acknowledgements so far. */
  acks(): readonly Ack[] {
    return this.#texts("ack").map((text) => ackSchema.parse(JSON.parse(text)));
  }

  /** The acknowledgement of one batch; the newest if there are several. */
  async ackOf(batch: string, times = 1): Promise<Ack> {
    return await eventually(`ack of ${batch}`, () => {
      const acks = this.acks().filter((ack) => ack.batch === batch);
      return acks[times - 1];
    });
  }

  /** What the centre fed to this station so far. */
  feeds(): readonly Feed[] {
    return this.#texts("feed").map((text) => feedSchema.parse(JSON.parse(text)));
  }

  /** Cuts the connection without a word, as a power cut does. */
  cut(): void {
    this.client.stream.destroy();
  }

  /** Ends politely. */
  async close(): Promise<void> {
    await this.client.endAsync(true);
  }

  #texts(kind: string): readonly string[] {
    return this.received
      .filter(({ topic }) => topic.endsWith(`/down/${kind}`))
      .map(({ text }) => text);
  }
}
