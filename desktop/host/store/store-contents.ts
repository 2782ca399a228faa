import { GH1 } from "@gatehouse/protocols/crypto-suite";
import type { EventHeader, StoredEvent } from "@gatehouse/protocols/event/envelope";
import type { EpochId } from "@gatehouse/protocols/ids";
import type { RxCollection, RxJsonSchema } from "rxdb";
import { nodeDigests } from "../digests.ts";

/** One event with the fields it is looked up by; all else is sealed. */
export interface EventRow {
  /** `eventId`. */
  readonly id: string;
  /** Order of the event's epoch on this station, from 1. */
  readonly epochOrder: number;
  readonly seq: number;
  readonly type: string;
  readonly wallTimeMs: number;
  /** Keyed hash of the text that the event is found by, base64url; "" for one without. */
  readonly lookup: string;
  readonly header: EventHeader;
  readonly salt: string;
  readonly body: StoredEvent["body"];
}

/** One host start. */
export interface EpochRow {
  readonly id: EpochId;
  /** From 1, rising with each host start. */
  readonly order: number;
  /** `hash` of the last event before this epoch; `GENESIS_HASH` for the first. */
  readonly firstPrevHash: string;
  readonly startedAtMs: number;
  /** Last `seq` of a past epoch, 0 for one without events; null while it runs. */
  readonly lastSeq: number | null;
}

/** How far the centre has committed one stream of one epoch. */
export interface PositionRow {
  /** `stream:epoch`. */
  readonly id: string;
  readonly epoch: EpochId;
  readonly ackedSeq: number;
}

/** The newest good bundle of a kind. */
export interface BundleRow {
  /** Kind of the bundle. */
  readonly id: string;
  readonly version: number;
  readonly receivedAtMs: number;
  /** The bundle as it came, signature and all. */
  readonly bundle: object;
}

/** The store's collections; RxDB's free edition opens at most 13 in one process. */
export interface StationCollections {
  readonly events: RxCollection<EventRow>;
  readonly epochs: RxCollection<EpochRow>;
  readonly positions: RxCollection<PositionRow>;
  readonly bundles: RxCollection<BundleRow>;
}

const COUNT = { type: "integer", minimum: 0, maximum: Number.MAX_SAFE_INTEGER, multipleOf: 1 };
const ID = { type: "string", maxLength: 80 };

const events: RxJsonSchema<EventRow> = {
  version: 0,
  primaryKey: "id",
  type: "object",
  properties: {
    id: ID,
    epochOrder: COUNT,
    seq: COUNT,
    type: ID,
    wallTimeMs: COUNT,
    lookup: ID,
    header: { type: "object" },
    salt: { type: "string" },
    body: { type: "object" },
  },
  required: ["id", "epochOrder", "seq", "type", "wallTimeMs", "lookup", "header", "salt", "body"],
  indexes: [
    // The log in its order: the chain, the outbox, the last event at start.
    ["epochOrder", "seq"],
    // The newest events of a type, in the log's order.
    ["type", "epochOrder", "seq"],
    // How many of a type since a time.
    ["type", "wallTimeMs"],
    // The newest events about a tube or a person.
    ["lookup", "epochOrder", "seq"],
  ],
};

const epochs: RxJsonSchema<EpochRow> = {
  version: 0,
  primaryKey: "id",
  type: "object",
  properties: {
    id: ID,
    order: COUNT,
    firstPrevHash: { type: "string" },
    startedAtMs: { type: "number" },
    lastSeq: { type: ["number", "null"] },
  },
  required: ["id", "order", "firstPrevHash", "startedAtMs", "lastSeq"],
  indexes: ["order"],
};

const positions: RxJsonSchema<PositionRow> = {
  version: 0,
  primaryKey: "id",
  type: "object",
  properties: {
    id: ID,
    epoch: ID,
    ackedSeq: COUNT,
  },
  required: ["id", "epoch", "ackedSeq"],
};

const bundles: RxJsonSchema<BundleRow> = {
  version: 0,
  primaryKey: "id",
  type: "object",
  properties: {
    id: ID,
    version: COUNT,
    receivedAtMs: { type: "number" },
    bundle: { type: "object" },
  },
  required: ["id", "version", "receivedAtMs", "bundle"],
};

/** What RxDB is told about the collections. */
export const STATION_COLLECTIONS = {
  // A turn's events chain to each other: all of them are stored, or none.
  events: { schema: events, instanceCreationOptions: { isAllOrNothing: true } },
  epochs: { schema: epochs },
  positions: { schema: positions },
  bundles: { schema: bundles },
};

/** Tells stores of other versions apart: a digest of all schemas, base64url. */
export const CONTENTS_DIGEST = nodeDigests.hash(
  GH1.digest,
  JSON.stringify([events, epochs, positions, bundles]),
);
