import { randomBytes, randomUUID } from "node:crypto";
import { bodyDigestOf, eventHashOf } from "@gatehouse/protocols/event/chain";
import {
  type EventHeader,
  GENESIS_HASH,
  type StoredEvent,
} from "@gatehouse/protocols/event/envelope";
import {
  type BatchId,
  type EpochId,
  eventIdFrom,
  parseBatchId,
  parseEpochId,
  type StationId,
} from "@gatehouse/protocols/ids";
import { encodeBatch } from "@gatehouse/protocols/wire/batch";
import type { BatchHeader } from "@gatehouse/protocols/wire/messages";
import { nodeBatchCodecs, nodeDigests } from "@gatehouse/sync-server/gateway/node-codecs";

/** 2026-01-15 12:00 in Shanghai. */
const NOON_MS = Date.UTC(2026, 0, 15, 4);

/** A random epoch id. */
export function newEpoch(): EpochId {
  const epoch = parseEpochId(randomBytes(8).toString("hex"));
  if (!epoch.ok) throw new Error("not an epoch id");
  return epoch.value;
}

/** A random batch id. */
export function newBatchId(): BatchId {
  const batch = parseBatchId(randomUUID());
  if (!batch.ok) throw new Error("not a batch id");
  return batch.value;
}

/** A batch as it is sent, and the id by which it is answered. */
export interface SentBatch {
  readonly id: BatchId;
  readonly message: Uint8Array;
}

/** The log of a station as its host would write it: one epoch, chained. */
export class StationRecords {
  readonly stationId: StationId;
  readonly epoch: EpochId;
  readonly events: StoredEvent[] = [];

  constructor(stationId: StationId, epoch: EpochId = newEpoch()) {
    this.stationId = stationId;
    this.epoch = epoch;
  }

  /** Appends an event of any type. */
  add(type: string, body: StoredEvent["body"], changes: Partial<EventHeader> = {}): StoredEvent {
    const last = this.events.at(-1);
    const event = sign(body, {
      eventId: eventIdFrom(NOON_MS + this.events.length, randomBytes(10)),
      type,
      schemaVersion: 1,
      stationId: this.stationId,
      epoch: this.epoch,
      seq: this.events.length + 1,
      wallTimeMs: NOON_MS + this.events.length,
      monotonicMs: this.events.length,
      clockOffsetMs: null,
      clockUncertaintyMs: null,
      actors: [],
      shiftId: null,
      siteId: "site-1",
      laneId: null,
      mode: "live",
      source: "device",
      suite: "gh1",
      prevHash: last?.header.hash ?? GENESIS_HASH,
      ...changes,
    });
    this.events.push(event);
    return event;
  }

  /** Appends a scan. */
  scan(payload: string, changes: Partial<EventHeader> = {}): StoredEvent {
    return this.add("scan.recorded", scanBody(payload), changes);
  }

  /** Appends so many scans. */
  scans(count: number): readonly StoredEvent[] {
    return Array.from({ length: count }, (_, at) => this.scan(`CODE-${this.epoch}-${at}`));
  }

  /** The rows from one sequence number to another as a message; `rows` can replace them. */
  batch(
    from: number,
    to: number,
    options: {
      readonly enc?: "json" | "zstd";
      readonly batch?: BatchId;
      readonly rows?: readonly StoredEvent[];
    } = {},
  ): SentBatch {
    const id = options.batch ?? newBatchId();
    const header: BatchHeader = {
      v: 1,
      batch: id,
      stream: "ev",
      epoch: this.epoch,
      from,
      to,
      enc: options.enc ?? "json",
    };
    const rows = options.rows ?? this.events.slice(from - 1, to);
    return { id, message: encodeBatch(nodeBatchCodecs, header, rows) };
  }
}

/** Body of a scan. */
export function scanBody(payload: string): StoredEvent["body"] {
  return {
    deviceId: "scanner-1",
    payload,
    encoding: "utf-8",
    aimId: "]Q1",
    symbology: "QR Code",
    terminator: "suffix",
  };
}

/** An event with its digests made right. */
export function sign(
  body: StoredEvent["body"],
  header: Omit<EventHeader, "hash" | "bodyDigest">,
): StoredEvent {
  const salt = randomBytes(32).toString("base64url");
  const digested = { ...header, bodyDigest: bodyDigestOf(nodeDigests, salt, body) };
  return { header: { ...digested, hash: eventHashOf(nodeDigests, digested) }, salt, body };
}
