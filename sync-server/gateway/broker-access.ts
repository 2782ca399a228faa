import type { StationId } from "@gatehouse/protocols/ids";
import type { AedesOptions, Client, Connection } from "aedes";
import type { Alarm } from "../store/alarm-writer.ts";
import type { MessageFaults } from "./message-faults.ts";
import {
  type ConnectClaim,
  checkConnect,
  checkPublish,
  mayReceive,
  maySubscribe,
  type Publication,
} from "./station-access.ts";
import type { StationRegistry } from "./station-registry.ts";
import { TakeoverWatch } from "./takeover-watch.ts";
import type { TlsPeer } from "./tls-listener.ts";

/** CONNACK return codes (MQTT 3.1.1 §3.2.2.3). */
const SERVER_UNAVAILABLE = 3;
const NOT_AUTHORIZED = 5;

/** What access decides with and where it reports. */
export interface BrokerAccessOptions {
  readonly registry: StationRegistry;
  readonly onAlarm: (alarm: Alarm) => void;
  readonly faults: MessageFaults;
  readonly nowMs: () => number;
}

interface Packet {
  readonly topic: string;
  readonly payload: string | Uint8Array;
  readonly qos?: number;
  readonly retain?: boolean;
}

/** The broker's hooks: each asks the rules of `station-access.ts` and answers in the broker's way. */
export class BrokerAccess {
  /** Whether a living connection of a station exists; the broker sets it. */
  isConnected: (station: StationId) => boolean = () => false;
  readonly #options: BrokerAccessOptions;
  readonly #takeovers = new TakeoverWatch();
  readonly #peers = new WeakMap<Connection, TlsPeer>();
  readonly #claims = new WeakMap<Client, ConnectClaim>();
  readonly #stations = new WeakMap<Client, StationId>();

  constructor(options: BrokerAccessOptions) {
    this.#options = options;
  }

  /** Remembers who is on a connection, before the broker reads from it. */
  admit(connection: Connection, peer: TlsPeer): void {
    this.#peers.set(connection, peer);
  }

  /** Fingerprint of the certificate with which a client came. */
  fingerprintOf(client: Client): string | null {
    return this.#peers.get(client.conn)?.fingerprint ?? null;
  }

  /** The functions that the broker calls. */
  hooks(): Required<
    Pick<
      AedesOptions,
      "preConnect" | "authenticate" | "authorizePublish" | "authorizeSubscribe" | "authorizeForward"
    >
  > {
    return {
      preConnect: (client, packet, done) => {
        this.#claims.set(client, {
          clientId: packet.clientId,
          username: packet.username,
          isCleanSession: packet.clean === true,
          will: packet.will ? publicationOf(packet.will) : null,
        });
        done(null, true);
      },
      authenticate: (client, _username, _password, done) => {
        void this.#authenticate(client).then((returnCode) => {
          if (returnCode === null) done(null, true);
          else done(Object.assign(new Error("connection refused"), { returnCode }), false);
        });
      },
      authorizePublish: (client, packet, done) => {
        const isAllowed = client !== null && this.#isAllowed(client, packet);
        // Closes the connection without PUBACK: a denied publish must not look delivered.
        done(isAllowed ? null : new Error("publish refused"));
      },
      authorizeSubscribe: (client, subscription, done) => {
        const station = this.#stations.get(client);
        const isAllowed = station !== undefined && maySubscribe(station, subscription.topic);
        if (!isAllowed) this.#options.faults.note(station ?? null, "foreign-subscription");
        // null answers 0x80 in the SUBACK (§3.9.3).
        done(null, isAllowed ? subscription : null);
      },
      authorizeForward: (client, packet) => {
        const station = this.#stations.get(client);
        return station !== undefined && mayReceive(station, packet.topic) ? packet : null;
      },
    };
  }

  /** The CONNACK code of a refusal; null when the station is who it says. */
  async #authenticate(client: Client): Promise<3 | 5 | null> {
    const peer = this.#peers.get(client.conn);
    const claim = this.#claims.get(client);
    if (!peer || !claim) return NOT_AUTHORIZED;
    const known = await this.#options.registry.stationOf(peer.fingerprint);
    if (!known.ok) {
      this.#options.faults.note(null, known.reason);
      return known.reason === "registry-unavailable" ? SERVER_UNAVAILABLE : NOT_AUTHORIZED;
    }
    const station = known.value;
    const checked =
      peer.commonName === station
        ? checkConnect(station, claim)
        : ({ ok: false, reason: "foreign-certificate-name" } as const);
    if (!checked.ok) {
      this.#options.faults.note(station, checked.reason);
      if (checked.reason === "foreign-will") this.#raise(station, "foreign-topic");
      return NOT_AUTHORIZED;
    }
    this.#noteTakeover(station);
    this.#stations.set(client, station);
    return null;
  }

  #isAllowed(client: Client, packet: Packet): boolean {
    const station = this.#stations.get(client);
    if (station === undefined) return false;
    const checked = checkPublish(station, publicationOf(packet));
    if (checked.ok) return true;
    this.#options.faults.note(station, checked.reason);
    if (checked.reason === "foreign-topic") this.#raise(station, "foreign-topic");
    return false;
  }

  /** The newest connection wins; two machines that keep pushing each other out are an alarm. */
  #noteTakeover(station: StationId): void {
    if (!this.isConnected(station)) return;
    const takeovers = this.#takeovers.note(station, this.#options.nowMs());
    if (takeovers !== null) this.#raise(station, "identity-elsewhere");
  }

  #raise(stationId: StationId, kind: Alarm["kind"]): void {
    this.#options.onAlarm({ stationId, kind, detail: {} });
  }
}

function publicationOf(packet: Packet): Publication {
  return {
    topic: packet.topic,
    payloadBytes:
      typeof packet.payload === "string"
        ? Buffer.byteLength(packet.payload)
        : packet.payload.length,
    qos: packet.qos ?? 0,
    isRetained: packet.retain ?? false,
  };
}
