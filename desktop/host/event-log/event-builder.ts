import { type Digests, GH1 } from "@gatehouse/protocols/crypto-suite";
import { bodyDigestOf, eventHashOf } from "@gatehouse/protocols/event/chain";
import {
  type EventHeader,
  GENESIS_HASH,
  parseStoredEvent,
  type StoredEvent,
} from "@gatehouse/protocols/event/envelope";
import {
  EVENT_TYPES,
  type EventDraft,
  parseEventBody,
} from "@gatehouse/protocols/event/event-types";
import { type EpochId, eventIdFrom, type StationId } from "@gatehouse/protocols/ids";
import { ok, type Result } from "@gatehouse/protocols/result";
import type { Clock } from "../clock.ts";
import type { RandomBytes } from "../digests.ts";
import type { LogHead } from "./log-start.ts";

/** `rand_a` and `rand_b` of a UUIDv7, bytes. */
const EVENT_ID_BYTES = 10;
const SALT_BYTES = 32;

/** Who the station is; part of every event. */
export interface StationPlace {
  readonly stationId: StationId;
  readonly siteId: string;
  readonly laneId: string | null;
}

/** Last estimate of (centre − station). */
export interface ClockOffset {
  readonly offsetMs: number;
  readonly uncertaintyMs: number;
}

/** Where an event comes from, beside what it says. */
export interface EventContext extends Pick<EventHeader, "source" | "actors" | "shiftId"> {
  /**
   * Text by which the event can be found again on this station, such as a tube's code; only its
   * keyed hash is stored, and nothing of it is sent.
   */
  readonly lookup?: string;
}

/** What every event of a host start shares, and what its parts are made with. */
export interface EventOrigin {
  readonly station: StationPlace;
  readonly mode: EventHeader["mode"];
  readonly epoch: EpochId;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly digests: Digests;
  /** Null until the first contact with the centre. */
  readonly clockOffset: () => ClockOffset | null;
}

/** An event with everything but its place in the chain. */
export interface UnplacedEvent {
  readonly header: Omit<EventHeader, "seq" | "prevHash" | "hash">;
  readonly salt: string;
  readonly body: StoredEvent["body"];
}

/** Stamps a draft with the moment it arrived; its place in the chain comes at commit. */
export function stampEvent(
  origin: EventOrigin,
  draft: EventDraft,
  context: EventContext,
): Result<UnplacedEvent, "unknown-schema-version" | "malformed-body"> {
  const { station, mode, epoch, clock, random, digests } = origin;
  const { schemaVersion } = EVENT_TYPES[draft.type];
  const body = parseEventBody(draft.type, schemaVersion, draft.body);
  if (!body.ok) return body;
  const wallTimeMs = clock.nowMs();
  const offset = origin.clockOffset();
  const salt = Buffer.from(random(SALT_BYTES)).toString("base64url");
  const header: UnplacedEvent["header"] = {
    eventId: eventIdFrom(wallTimeMs, random(EVENT_ID_BYTES)),
    type: draft.type,
    schemaVersion,
    stationId: station.stationId,
    epoch,
    wallTimeMs,
    monotonicMs: clock.monotonicMs(),
    clockOffsetMs: offset?.offsetMs ?? null,
    clockUncertaintyMs: offset?.uncertaintyMs ?? null,
    actors: context.actors,
    shiftId: context.shiftId,
    siteId: station.siteId,
    laneId: station.laneId,
    mode,
    source: context.source,
    suite: GH1.name,
    bodyDigest: bodyDigestOf(digests, salt, body.value),
  };
  return ok({ header, salt, body: body.value });
}

/**
 * Puts an event behind the log's head: next `seq`, chained to the hash before it. It is checked
 * before it is hashed, because a malformed header may have no canonical text.
 */
export function placeEvent(
  digests: Digests,
  head: LogHead,
  event: UnplacedEvent,
): Result<StoredEvent, "malformed-event"> {
  const { salt, body } = event;
  const linked = { ...event.header, seq: head.seq + 1, prevHash: head.hash };
  const checked = parseStoredEvent({ header: { ...linked, hash: GENESIS_HASH }, salt, body });
  if (!checked.ok) return checked;
  return ok({ header: { ...linked, hash: eventHashOf(digests, linked) }, salt, body });
}
