import type { StationId } from "@gatehouse/protocols/ids";
import { fail, ok, type Result } from "@gatehouse/protocols/result";
import { MAX_MESSAGE_BYTES } from "@gatehouse/protocols/wire/messages";
import {
  broadcastTopic,
  downFilter,
  parseStationTopic,
  stateTopic,
} from "@gatehouse/protocols/wire/topics";

/** Why a connection, a publish or a delivery is refused. */
export type AccessReason =
  | "foreign-client-id"
  | "foreign-user-name"
  | "foreign-topic"
  | "foreign-will"
  | "persistent-session"
  | "unused-qos"
  | "retained-message"
  | "message-too-large";

/** What a CONNECT says, before anything of it is believed. */
export interface ConnectClaim {
  readonly clientId: string;
  readonly username: string | undefined;
  readonly isCleanSession: boolean;
  readonly will: Publication | null;
}

/** A message that a station wants to publish, or leaves as its will. */
export interface Publication {
  readonly topic: string;
  readonly payloadBytes: number;
  readonly qos: number;
  readonly isRetained: boolean;
}

/** Client id and user name must be the certificate's common name; a will may only speak of oneself. */
export function checkConnect(station: StationId, claim: ConnectClaim): Result<true, AccessReason> {
  if (claim.clientId !== station) return fail("foreign-client-id");
  if (claim.username !== undefined && claim.username !== station) return fail("foreign-user-name");
  // A stored session would queue in the broker's memory, without a bound, for a station that is away.
  if (!claim.isCleanSession) return fail("persistent-session");
  if (claim.will === null) return ok(true);
  if (claim.will.topic !== stateTopic(station)) return fail("foreign-will");
  return checkPublish(station, claim.will);
}

/** A station publishes its own `up/*` and its own `state`, nothing else; only `state` is retained. */
export function checkPublish(
  station: StationId,
  publication: Publication,
): Result<true, AccessReason> {
  const topic = parseStationTopic(publication.topic);
  if (!topic.ok || topic.value.station !== station) return fail("foreign-topic");
  if (topic.value.direction === "down") return fail("foreign-topic");
  if (publication.payloadBytes > MAX_MESSAGE_BYTES) return fail("message-too-large");
  // Exactly-once of MQTT adds nothing to acknowledged sequence numbers and costs broker memory.
  if (publication.qos > 1) return fail("unused-qos");
  if (publication.isRetained && topic.value.direction !== "state") return fail("retained-message");
  return ok(true);
}

/** A station subscribes to its own `down/+`, to its own exact `down` topics, and to exact broadcasts. */
export function maySubscribe(station: StationId, filter: string): boolean {
  return filter === downFilter(station) || mayReceive(station, filter);
}

/** The second look, at delivery: whatever a subscription matched, only own and broadcast topics pass. */
export function mayReceive(station: StationId, topic: string): boolean {
  if (isBroadcast(topic)) return true;
  const parsed = parseStationTopic(topic);
  return parsed.ok && parsed.value.station === station && parsed.value.direction === "down";
}

function isBroadcast(topic: string): boolean {
  const prefix = broadcastTopic("");
  return topic.startsWith(prefix) && /^[a-z0-9-]{1,64}$/.test(topic.slice(prefix.length));
}
