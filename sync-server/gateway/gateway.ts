import { createSecretKey } from "node:crypto";
import type { StationTopic } from "@gatehouse/protocols/wire/topics";
import type { Kysely } from "kysely";
import type { Pool } from "pg";
import type { Logger } from "pino";
import type { Connection } from "../process-contract.ts";
import { type Alarm, insertAlarms } from "../store/alarm-writer.ts";
import { BUNDLE_CHANNEL, readNewestBundles } from "../store/bundle-reader.ts";
import { ChannelListener } from "../store/channel-listener.ts";
import { seal } from "../store/sealing.ts";
import type { CentreTables } from "../store/tables.ts";
import { type Broker, startBroker } from "./broker.ts";
import { BundleFeed } from "./bundle-feed.ts";
import { Ingest } from "./ingest.ts";
import { MessageFaults } from "./message-faults.ts";
import { nodeBatchCodecs, nodeDigests } from "./node-codecs.ts";
import { Presence } from "./presence.ts";
import { StationRegistry } from "./station-registry.ts";

/** A revocation cuts a living connection within this time. */
const RECHECK_MS = 2_000;

/** What a gateway is made of. */
export interface GatewayOptions {
  readonly pool: Pool;
  readonly kysely: Kysely<CentreTables>;
  /** The same database, for a connection that only listens. */
  readonly connection: Connection;
  /** The centre's store key. */
  readonly key: Uint8Array;
  readonly tls: { readonly keyPem: string; readonly chainPem: string; readonly caPem: string };
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  /** IANA name that decides where a day of counts begins. */
  readonly timeZone: string;
  readonly logger: Logger;
  readonly recheckMs?: number;
  readonly nowMs?: () => number;
  readonly random?: () => number;
}

/** A running gateway. */
export interface Gateway {
  readonly port: number;
  /** Messages refused since the start, by reason. */
  faultCounts(): ReadonlyMap<string, number>;
  close(): Promise<void>;
}

/**
 * Broker, ingest, presence and bundles on one database.
 * @throws GatehouseError `net.port-in-use`, `net.address-refused`
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { pool, logger } = options;
  const nowMs = options.nowMs ?? Date.now;
  const random = options.random ?? Math.random;
  const faults = new MessageFaults({ logger, nowMs });
  const key = createSecretKey(options.key);
  const link: { broker: Broker | null } = { broker: null };
  const send: Broker["send"] = (station, kind, text) => link.broker?.send(station, kind, text);
  const presence = new Presence({ pool, faults, nowMs, random, logger: part(logger, "presence") });
  const bundles = new BundleFeed({
    read: () => readNewestBundles(options.kysely),
    send,
    isConnected: (station) => link.broker?.isConnected(station) ?? false,
    nowMs,
    random,
    logger: part(logger, "bundles"),
  });
  const ingest = new Ingest({
    pool,
    digests: nodeDigests,
    codecs: nodeBatchCodecs,
    seal: (text, context) => seal(key, Buffer.from(text), context),
    timeZone: options.timeZone,
    send,
    onGreeted: (station, hello) => bundles.greet(station, hello),
    faults,
    nowMs,
    random,
    logger: part(logger, "ingest"),
  });
  const closeParts = () => Promise.all([ingest, presence, bundles].map((one) => one.close()));
  const broker = await startBroker({
    ...options,
    registry: new StationRegistry({ kysely: options.kysely, logger: part(logger, "registry") }),
    onMessage: routeTo(ingest, presence),
    onAlarm: (alarm) => void raise(pool, alarm, logger),
    faults,
    nowMs,
    recheckMs: options.recheckMs ?? RECHECK_MS,
    logger: part(logger, "broker"),
  }).catch(async (error: unknown) => {
    await closeParts();
    throw error;
  });
  link.broker = broker;
  const issues = listenForBundles(options, bundles);
  return {
    port: broker.port,
    faultCounts: () => faults.counts(),
    async close() {
      await broker.close();
      await issues.close();
      await closeParts();
    },
  };
}

/** A gateway runs on without the database, so it does not wait for this connection. */
function listenForBundles(
  { connection, logger }: GatewayOptions,
  bundles: BundleFeed,
): ChannelListener {
  const listener = new ChannelListener({
    connection,
    channel: BUNDLE_CHANNEL,
    onSignal: () => bundles.issued(),
    logger: part(logger, "bundles"),
  });
  listener.openWhenThere();
  return listener;
}

function routeTo(ingest: Ingest, presence: Presence) {
  return (topic: StationTopic, payload: Uint8Array): void => {
    if (topic.direction === "up") ingest.take(topic.station, topic.kind, payload);
    if (topic.direction === "state") presence.take(topic.station, payload);
  };
}

async function raise(pool: Pool, alarm: Alarm, logger: Logger): Promise<void> {
  const { stationId, kind } = alarm;
  logger.warn({ stationId, kind }, "alarm");
  try {
    await insertAlarms(pool, [alarm]);
  } catch (error) {
    logger.error({ err: error, stationId, kind }, "alarm not stored");
  }
}

function part(logger: Logger, module: string): Logger {
  return logger.child({ module });
}
