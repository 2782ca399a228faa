import { Socket } from "node:net";
import type { ErrorCode } from "@gatehouse/protocols/error/error-table";
import type { StationId } from "@gatehouse/protocols/ids";
import { MAX_MESSAGE_BYTES } from "@gatehouse/protocols/wire/messages";
import { downFilter, stateTopic } from "@gatehouse/protocols/wire/topics";
import mqtt, { type MqttClient } from "mqtt";

const KEEPALIVE_S = 20;
const CONNECT_TIMEOUT_MS = 10_000;
/** A good-bye that the network swallows must not hold up the end of the host. */
const GOOD_BYE_MS = 2_000;

/** What opens one link. Keys and certificates are PEM. */
export interface MqttLinkOptions {
  readonly station: StationId;
  readonly brokerUrl: string;
  readonly certificatePem: string;
  readonly keyPem: string;
  readonly caPem: string;
  /** Payload of the retained will on the state topic. */
  readonly will: string;
}

/** What a link tells; `onClosed` comes exactly once. */
export interface MqttLinkListener {
  /** Connected and subscribed. */
  onReady(): void;
  onMessage(topic: string, payload: Buffer): void;
  onClosed(code: ErrorCode, detail: string): void;
}

/** One connection to the broker; a new one is opened for each attempt. */
export interface MqttLink {
  /** Publishes with QoS 1 if the link is up; the centre's ack, never PUBACK, proves delivery. */
  publish(topic: string, payload: string | Uint8Array, options?: { retain: boolean }): void;
  close(): Promise<void>;
}

/** Opens a link. It never reconnects by itself and never queues while it is down. */
export function openMqttLink(options: MqttLinkOptions, listener: MqttLinkListener): MqttLink {
  const client = connectClient(options);
  let isClosed = false;
  let lastError: unknown = null;

  const end = (code: ErrorCode, detail: string) => {
    if (isClosed) return;
    isClosed = true;
    client.end(true);
    listener.onClosed(code, detail);
  };

  client.on("connect", () => {
    // 43 ms → 2.2 ms an acknowledged scan; mqtt.js never sets it.
    if (client.stream instanceof Socket) client.stream.setNoDelay(true);
    client.subscribe(downFilter(options.station), { qos: 1 }, (error, granted) => {
      const isRefused = granted?.some((one) => one.qos === 128) ?? false;
      if (error || isRefused) end("link.refused", "subscription refused");
      else if (!isClosed) listener.onReady();
    });
  });
  client.on("message", (topic, payload) => {
    if (!isClosed && payload.length <= MAX_MESSAGE_BYTES) listener.onMessage(topic, payload);
  });
  client.on("error", (error) => {
    lastError = error;
    if (!client.connected) end(codeOf(error), messageOf(error));
  });
  client.on("close", () => end(codeOf(lastError), messageOf(lastError)));

  return {
    publish(topic, payload, publishOptions) {
      if (isClosed || !client.connected) return;
      const bytes = typeof payload === "string" ? payload : Buffer.from(payload);
      client.publish(topic, bytes, { qos: 1, retain: publishOptions?.retain ?? false }, (error) => {
        lastError = error ?? lastError;
      });
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      await sayGoodBye(client);
    },
  };
}

/** mqtt.js waits for the answer to what it has published, also on a connection that is already gone. */
async function sayGoodBye(client: MqttClient): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, GOOD_BYE_MS);
    const finish = () => {
      clearTimeout(timer);
      resolve();
    };
    client.once("close", finish);
    client.end(false, {}, finish);
  });
  client.stream.destroy();
}

function connectClient(options: MqttLinkOptions): MqttClient {
  return mqtt.connect(options.brokerUrl, {
    protocolVersion: 4,
    clientId: options.station,
    username: options.station,
    clean: true,
    keepalive: KEEPALIVE_S,
    reschedulePings: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    reconnectPeriod: 0,
    queueQoSZero: false,
    resubscribe: false,
    rejectUnauthorized: true,
    ca: options.caPem,
    cert: options.certificatePem,
    key: options.keyPem,
    will: {
      topic: stateTopic(options.station),
      payload: Buffer.from(options.will),
      qos: 1,
      retain: true,
    },
  });
}

const TLS_TROUBLE = /^(ERR_SSL|ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/;

function codeOf(error: unknown): ErrorCode {
  const code = error instanceof Error && "code" in error ? error.code : null;
  // A number is a CONNACK return code: the broker answered and said no.
  const isRefusal =
    typeof code === "number" || (typeof code === "string" && TLS_TROUBLE.test(code));
  return isRefusal ? "link.refused" : "link.unreachable";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "connection closed";
}
