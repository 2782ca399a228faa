import type { AlarmRow } from "../../api/board-view.ts";
import type { RoomCard } from "../../api/room-view.ts";
import type { StationCard } from "../../api/station-view.ts";
import { zhCN } from "../text/zh-cn.ts";
import type { AttentionItem } from "./attention.ts";
import type { BoardPart } from "./board-part.ts";
import { beyondReadings } from "./room-readings.ts";
import { beyondText, probeName, readingText } from "./room-texts.ts";
import { faultText, placeText } from "./station-texts.ts";
import { tubeCounts } from "./tube-texts.ts";

type AlarmKind = keyof typeof zhCN.alarms.kind;

/** The two lines of an item: where or what, and what is wrong with it. */
export interface AttentionTexts {
  readonly title: string;
  readonly note: string;
}

/** Says what a person should look at. */
export function attentionTexts({ subject }: AttentionItem, part: BoardPart): AttentionTexts {
  const { t } = part.texts;
  switch (subject.type) {
    case "station":
      return { title: placeText(subject.station), note: stationNote(subject.station, part) };
    case "site":
      return { title: subject.siteName, note: siteNote(subject.stations, part) };
    case "room":
      return { title: placeText(subject.room), note: roomNote(subject.room, part) };
    case "tube": {
      const { tube } = subject;
      return {
        title: `${tube.tubeCode} ${t("sampling.state.quarantined")}`,
        note: `${placeText(tube)}${t("comma")}${tubeCounts(tube, part.texts)}`,
      };
    }
    case "check": {
      const { room, check } = subject;
      return { title: placeText(room), note: `${check.pointName} ${check.note ?? t("none")}` };
    }
    case "alarm": {
      const { alarm } = subject;
      const place = alarm.place ?? alarm.stationId ?? t("alarms.centre");
      return { title: alarmText(alarm, part), note: place };
    }
  }
}

function stationNote(station: StationCard, { texts }: BoardPart): string {
  if (station.condition === "fault") return faultText(station, texts);
  const { t, count } = texts;
  const unsent = station.unsent === null ? t("none") : count(station.unsent);
  return `${t("condition.silent")}${t("comma")}${t("attention.unsent")} ${unsent}`;
}

function siteNote(stations: readonly StationCard[], { texts }: BoardPart): string {
  const { t, count } = texts;
  const unsent = stations.reduce((total, station) => total + (station.unsent ?? 0), 0);
  const silent = t("attention.siteSilent", { count: stations.length });
  return `${silent}${t("comma")}${t("attention.unsent")} ${count(unsent)}`;
}

/** The longest crossing, or the first probe of which nobody knows, and how many more there are. */
function roomNote(room: RoomCard, { texts }: BoardPart): string {
  const { t } = texts;
  const crossings = beyondReadings(room).map(({ probe, reading }) => {
    const value = readingText(reading, texts);
    return `${probeName(probe)} ${value}${t("comma")}${beyondText(reading, texts) ?? ""}`;
  });
  const unknowns = room.probes.flatMap((probe) => {
    if (probe.isStale) return [`${probeName(probe)} ${t("rooms.stale")}`];
    const isKnown =
      probe.readings.length > 0 && probe.readings.every(({ value }) => value !== null);
    return isKnown ? [] : [`${probeName(probe)} ${t("rooms.unknown")}`];
  });
  const [first = t("rooms.noProbe"), ...others] = crossings.length > 0 ? crossings : unknowns;
  if (others.length === 0) return first;
  return `${first}${t("comma")}${t("attention.another", { count: others.length })}`;
}

function alarmText({ kind }: AlarmRow, { texts }: BoardPart): string {
  const { t } = texts;
  return isKnown(kind) ? t(`alarms.kind.${kind}`) : t("alarms.kind.other", { kind });
}

function isKnown(kind: string): kind is Exclude<AlarmKind, "other"> {
  return kind !== "other" && Object.hasOwn(zhCN.alarms.kind, kind);
}
