import type { StationId } from "@gatehouse/protocols/ids";
import { MAX_MESSAGE_BYTES } from "@gatehouse/protocols/wire/messages";
import {
  CENTRE_FILTERS,
  type DownKind,
  downTopic,
  parseStationTopic,
  type StationTopic,
} from "@gatehouse/protocols/wire/topics";
import { Aedes, type AedesPublishPacket, type Client } from "aedes";
import type { Logger } from "pino";
import type { Alarm } from "../store/alarm-writer.ts";
import { BrokerAccess } from "./broker-access.ts";
import type { MessageFaults } from "./message-faults.ts";
import { PacketSizeLimit } from "./packet-size-limit.ts";
import type { StationRegistry } from "./station-registry.ts";
import { listenTls } from "./tls-listener.ts";

/** Topic, packet id and header of a PUBLISH besides its payload, bytes; generous. */
const PACKET_OVERHEAD_BYTES = 1_024;
/** What a station may leave unread before it is cut: thousands of acknowledgements. */
const MAX_UNREAD_BYTES = 1024 * 1024;
/** Silence longer than one and a half of this closes a connection; a station may ask for less. */
const KEEPALIVE_LIMIT_S = 120;

/** What the broker listens on, whom it trusts and where messages go. */
export interface BrokerOptions {
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  readonly tls: { readonly keyPem: string; readonly chainPem: string; readonly caPem: string };
  readonly registry: StationRegistry;
  /** A message that its station was allowed to publish. */
  readonly onMessage: (topic: StationTopic, payload: Uint8Array) => void;
  readonly onAlarm: (alarm: Alarm) => void;
  readonly faults: MessageFaults;
  readonly nowMs: () => number;
  /** How soon a revocation cuts a living connection, at the latest. */
  readonly recheckMs: number;
  readonly logger: Logger;
}

/** A running broker. */
export interface Broker {
  readonly port: number;
  /** Sends to one station; does nothing when it is away. */
  send(station: StationId, kind: DownKind, text: string): void;
  /** True while a connection of this station is let in. */
  isConnected(station: StationId): boolean;
  close(): Promise<void>;
}

/**
 * MQTT 3.1.1 over mutual TLS. A station is known by its certificate alone: client id, user name and
 * topics must all say the same.
 * @throws GatehouseError `net.port-in-use`, `net.address-refused`
 */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
  const access = new BrokerAccess(options);
  const aedes = await Aedes.createBroker({
    connectTimeout: 10_000,
    drainTimeout: 10_000,
    keepaliveLimit: KEEPALIVE_LIMIT_S,
    maxInflightInbound: 1,
    ...access.hooks(),
  });
  // Unheard, the event would end the process; `on` is typed for the broker's own events only.
  aedes.addListener("error", (error: unknown) => options.logger.error({ err: error }, "broker"));
  const live = new Map<string, Client>();
  aedes.on("client", (client) => live.set(client.id, client));
  aedes.on("clientDisconnect", (client) => {
    if (live.get(client.id) === client) live.delete(client.id);
  });
  const isConnected = (station: StationId) => live.has(station);
  access.isConnected = isConnected;
  subscribeCentre(aedes, options.onMessage);
  const listener = await listenTls({
    ...options,
    ...options.tls,
    onConnection(socket, peer) {
      const limited = new PacketSizeLimit(socket, MAX_MESSAGE_BYTES + PACKET_OVERHEAD_BYTES);
      access.admit(limited, peer);
      aedes.handle(limited);
    },
    onRefused: () => options.faults.note(null, "tls-refused"),
  }).catch(async (error: unknown) => {
    // Its timers would keep the process alive.
    await closeBroker(aedes);
    throw error;
  });
  const stopRechecks = recheckTrust(options, access, live);
  let closing: Promise<void> | null = null;
  return {
    port: listener.port,
    send: (station, kind, text) => deliver(live.get(station), downTopic(station, kind), text),
    isConnected,
    close() {
      stopRechecks();
      closing ??= closeBroker(aedes).then(() => listener.close());
      return closing;
    },
  };
}

function subscribeCentre(aedes: Aedes, onMessage: BrokerOptions["onMessage"]): void {
  const take = (packet: AedesPublishPacket, done: () => void) => {
    done();
    const topic = parseStationTopic(packet.topic);
    const { payload } = packet;
    if (topic.ok)
      onMessage(topic.value, typeof payload === "string" ? Buffer.from(payload) : payload);
  };
  for (const filter of CENTRE_FILTERS) aedes.subscribe(filter, take, nothing);
}

/**
 * Straight to the one connection, past the broker's emitter, where one station that does not read
 * would hold a slot of all. QoS 0: the broker drops what overtakes by another QoS as a duplicate.
 */
function deliver(client: Client | undefined, topic: string, text: string): void {
  if (!client) return;
  if (client.conn.writableLength > MAX_UNREAD_BYTES) {
    client.close();
    return;
  }
  const payload = Buffer.from(text);
  // The callback is optional in the types only.
  client.publish({ cmd: "publish", topic, payload, qos: 0, retain: false, dup: false }, nothing);
}

function nothing(): void {
  // What could not be written is not news: the connection's end tells.
}

/** Looks again and again whether the living connections are still trusted. */
function recheckTrust(
  options: BrokerOptions,
  access: BrokerAccess,
  live: ReadonlyMap<string, Client>,
): () => void {
  let isBusy = false;
  async function recheck(): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    try {
      const clients = [...live.values()];
      const fingerprints = clients.flatMap((client) => access.fingerprintOf(client) ?? []);
      const revoked = new Set(await options.registry.revokedAmong(fingerprints));
      for (const client of clients) {
        if (!revoked.has(access.fingerprintOf(client) ?? "")) continue;
        options.logger.info({ stationId: client.id }, "revoked station cut");
        client.close();
      }
    } catch (error) {
      options.logger.debug({ err: error }, "registry cannot be read");
    }
    isBusy = false;
  }
  const timer = setInterval(() => void recheck(), options.recheckMs);
  return () => clearInterval(timer);
}

function closeBroker(aedes: Aedes): Promise<void> {
  return new Promise((resolve) => aedes.close(() => resolve()));
}
