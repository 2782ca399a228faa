import type { AlarmRow, BoardView } from "../../api/board-view.ts";
import type { PatrolCheck, RoomCard } from "../../api/room-view.ts";
import type { ClosedTube } from "../../api/sampling-view.ts";
import type { StationCard } from "../../api/station-view.ts";
import { MANY_SILENT } from "./sites.ts";

/** Kinds of what a person should look at, worst first: what does harm by the minute, then what nobody knows. */
export const ATTENTION_KINDS = [
  "stopped",
  "beyond",
  "silent",
  "fault",
  "stale",
  "unknown",
  "quarantined",
  "abnormal",
  "alarm",
] as const;
/** See `ATTENTION_KINDS`. */
export type AttentionKind = (typeof ATTENTION_KINDS)[number];

/** What it is about. */
export type AttentionSubject =
  | { readonly type: "station"; readonly station: StationCard }
  | { readonly type: "site"; readonly siteName: string; readonly stations: readonly StationCard[] }
  | { readonly type: "room"; readonly room: RoomCard }
  | { readonly type: "tube"; readonly tube: ClosedTube }
  | { readonly type: "check"; readonly room: RoomCard; readonly check: PatrolCheck }
  | { readonly type: "alarm"; readonly alarm: AlarmRow };

/** Something that a person should look at. */
export interface AttentionItem {
  readonly key: string;
  readonly kind: AttentionKind;
  /** Unix ms; null for what has no known beginning. */
  readonly sinceMs: number | null;
  readonly subject: AttentionSubject;
}

/** Alarms have nobody yet who closes them: older ones are counted, but no longer called for. */
const ALARM_CALLS_MS = 24 * 60 * 60_000;

/** All that a person should look at, worst kind first, longest first within a kind. */
export function attentionItems(view: BoardView, nowMs: number): readonly AttentionItem[] {
  const items = [
    ...stationItems(view.stations),
    ...view.rooms.cards.flatMap(roomItems),
    ...view.sampling.quarantined.tubes.map(tubeItem),
    ...view.alarms.newest
      .filter((alarm) => nowMs - alarm.raisedAtMs < ALARM_CALLS_MS)
      .map(alarmItem),
  ];
  return items.sort((one, other) => rank(one) - rank(other) || since(one) - since(other));
}

/** How many there are of each kind that has any, worst first. */
export function countKinds(
  items: readonly AttentionItem[],
): readonly { readonly kind: AttentionKind; readonly count: number }[] {
  const groups = Map.groupBy(items, (item) => item.kind);
  return ATTENTION_KINDS.flatMap((kind) => {
    const count = groups.get(kind)?.length ?? 0;
    return count > 0 ? [{ kind, count }] : [];
  });
}

function stationItems(stations: readonly StationCard[]): readonly AttentionItem[] {
  const silent = stations.filter((station) => station.condition === "silent");
  const sites = [...Map.groupBy(silent, (station) => station.siteName)];
  return [
    ...sites.flatMap(([siteName, members]) => silentItems(siteName, members)),
    ...stations.filter((station) => station.condition === "fault").map(faultItem),
  ];
}

/** Many silent stations of one site are one thing to look at: its line or its power. */
function silentItems(siteName: string, stations: readonly StationCard[]): readonly AttentionItem[] {
  if (stations.length < MANY_SILENT) {
    return stations.map((station) => stationItem("silent", station, station.sinceMs));
  }
  const sinceMs = earliest(stations.flatMap((station) => station.sinceMs ?? []));
  const subject = { type: "site", siteName, stations } as const;
  return [{ key: `site ${siteName}`, kind: "silent", sinceMs, subject }];
}

function faultItem(station: StationCard): AttentionItem {
  if (station.storeOk === false) return stationItem("stopped", station, null);
  const lost = station.devices.filter((device) => device.state === "lost");
  return stationItem("fault", station, earliest(lost.map((device) => device.sinceMs)));
}

function stationItem(
  kind: AttentionKind,
  station: StationCard,
  sinceMs: number | null,
): AttentionItem {
  return { key: station.stationId, kind, sinceMs, subject: { type: "station", station } };
}

/** What is wrong in a room itself; a silent or faulty one is called for as a station. */
function roomItems(room: RoomCard): readonly AttentionItem[] {
  const { state, stationId, patrol } = room;
  const items: AttentionItem[] = [];
  if (state === "beyond" || state === "stale" || state === "unknown") {
    const sinceMs = state === "beyond" ? room.sinceMs : staleSince(room);
    items.push({ key: `room ${stationId}`, kind: state, sinceMs, subject: { type: "room", room } });
  }
  const check = patrol.newestAbnormal;
  if (check) {
    const subject = { type: "check", room, check } as const;
    const sinceMs = check.wallTimeMs;
    items.push({ key: `check ${stationId}`, kind: "abnormal", sinceMs, subject });
  }
  return items;
}

function staleSince(room: RoomCard): number | null {
  const stale = room.probes.filter((probe) => probe.isStale);
  return earliest(stale.flatMap((probe) => probe.measured?.receivedAtMs ?? []));
}

function tubeItem(tube: ClosedTube): AttentionItem {
  const sinceMs = tube.closedAtMs ?? tube.receivedAtMs;
  const subject = { type: "tube", tube } as const;
  return { key: tube.tubeId, kind: "quarantined", sinceMs, subject };
}

function alarmItem(alarm: AlarmRow): AttentionItem {
  const subject = { type: "alarm", alarm } as const;
  return { key: `alarm ${alarm.id}`, kind: "alarm", sinceMs: alarm.raisedAtMs, subject };
}

function earliest(timesMs: readonly number[]): number | null {
  return timesMs.length > 0 ? Math.min(...timesMs) : null;
}

function rank({ kind }: AttentionItem): number {
  return ATTENTION_KINDS.indexOf(kind);
}

/** Alarms are news: the newest first. What has no known beginning comes last of its kind. */
function since({ kind, sinceMs }: AttentionItem): number {
  if (sinceMs === null) return Number.MAX_SAFE_INTEGER;
  return kind === "alarm" ? -sinceMs : sinceMs;
}
