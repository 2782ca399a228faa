import { parseStationId, type StationId } from "../ids.ts";
import { fail, ok, type Result } from "../result.ts";

/** Version level of every topic; an incompatible wire gets another one. */
const ROOT = "gh/v1";
const STATION_ROOT = `${ROOT}/s`;

/** What a station sends. */
export const UP_KINDS = ["hello", "ev", "tm", "pull"] as const;
/** What the centre sends to one station. */
export const DOWN_KINDS = ["hello", "ack", "pull", "feed"] as const;
/** See `UP_KINDS`. */
export type UpKind = (typeof UP_KINDS)[number];
/** See `DOWN_KINDS`. */
export type DownKind = (typeof DOWN_KINDS)[number];

/** Topic on which a station publishes. */
export function upTopic(station: StationId, kind: UpKind): string {
  return `${STATION_ROOT}/${station}/up/${kind}`;
}

/** Topic on which the centre answers one station. */
export function downTopic(station: StationId, kind: DownKind): string {
  return `${STATION_ROOT}/${station}/down/${kind}`;
}

/** Retained presence of a station: birth by the station, death by its will. */
export function stateTopic(station: StationId): string {
  return `${STATION_ROOT}/${station}/state`;
}

/** What one station may subscribe to for itself. */
export function downFilter(station: StationId): string {
  return `${STATION_ROOT}/${station}/down/+`;
}

/** Broadcast of one feed to every station. */
export function broadcastTopic(feed: string): string {
  return `${ROOT}/bc/${feed}`;
}

/** What the centre subscribes to. */
export const CENTRE_FILTERS = [`${STATION_ROOT}/+/up/+`, `${STATION_ROOT}/+/state`] as const;

/** A station's topic, taken apart. */
export type StationTopic =
  | { readonly station: StationId; readonly direction: "up"; readonly kind: UpKind }
  | { readonly station: StationId; readonly direction: "down"; readonly kind: DownKind }
  | { readonly station: StationId; readonly direction: "state" };

/** Reads a topic; anything that is not exactly one of ours is foreign. */
export function parseStationTopic(topic: string): Result<StationTopic, "foreign-topic"> {
  const prefix = `${STATION_ROOT}/`;
  if (!topic.startsWith(prefix)) return fail("foreign-topic");
  const [id, direction, kind, ...rest] = topic.slice(prefix.length).split("/");
  const station = parseStationId(id);
  if (!station.ok || rest.length > 0) return fail("foreign-topic");
  if (direction === "state" && kind === undefined) return ok({ station: station.value, direction });
  const up = UP_KINDS.find((known) => known === kind);
  if (direction === "up" && up) return ok({ station: station.value, direction, kind: up });
  const down = DOWN_KINDS.find((known) => known === kind);
  if (direction === "down" && down) return ok({ station: station.value, direction, kind: down });
  return fail("foreign-topic");
}
