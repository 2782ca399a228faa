import type { ProbeCard, ReadingCard, RoomCard, RoomState } from "../../api/room-view.ts";
import { limitText, measuredText } from "../format/quantity.ts";
import type { Texts } from "../live/use-texts.ts";
import type { BoardPart } from "./board-part.ts";

/** What people call a probe; its id where nobody named it. */
export function probeName(probe: ProbeCard): string {
  return probe.name ?? probe.deviceId;
}

/** `24.1 ℃`, or that it is not known. */
export function readingText({ metric, value }: ReadingCard, { t }: Texts): string {
  return value === null ? t("rooms.unknown") : measuredText(metric, value);
}

/** `高于 28 ℃`; null while it is not beyond a limit. */
export function beyondText({ metric, beyond }: ReadingCard, { t }: Texts): string | null {
  if (!beyond) return null;
  return t(`rooms.${beyond.side}`, { limit: limitText(metric, beyond.limit) });
}

/** How a room can stand, worst first. */
const ROOM_STATES: readonly RoomState[] = [
  "beyond",
  "silent",
  "fault",
  "stale",
  "unknown",
  "never",
  "well",
];

/** The rooms that are not among `shown`, counted by how they stand, worst first. */
export function otherRooms(
  counts: Readonly<Record<RoomState, number>>,
  shown: readonly RoomCard[],
): readonly { readonly state: RoomState; readonly count: number }[] {
  return ROOM_STATES.flatMap((state) => {
    const count = counts[state] - shown.filter((room) => room.state === state).length;
    return count > 0 ? [{ state, count }] : [];
  });
}

/** Rooms in all. */
export function countRooms(counts: Readonly<Record<RoomState, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

/** `失联 12 分`, `正常`: how a room stands, in a few words. */
export function roomWord(
  room: RoomCard,
  { nowMs, texts }: Pick<BoardPart, "nowMs" | "texts">,
): string {
  const { t, age } = texts;
  const word = t(`rooms.state.${room.state}`);
  if (room.state !== "silent" || room.sinceMs === null) return word;
  return `${word} ${age(nowMs - room.sinceMs)}`;
}
