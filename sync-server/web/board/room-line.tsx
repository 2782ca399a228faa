import type { RoomCard } from "../../api/room-view.ts";
import type { BoardPart } from "./board-part.ts";
import { MeasuredAt } from "./measured-at.tsx";
import { beyondReadings, warmestReading } from "./room-readings.ts";
import { RoomStateSign } from "./room-state-sign.tsx";
import { otherRooms, readingText, roomWord } from "./room-texts.ts";
import { placeText } from "./station-texts.ts";

/** One machine room in a line: how it stands, and while it is heard its worst or highest value. */
export function RoomLine({ room, part }: { readonly room: RoomCard; readonly part: BoardPart }) {
  return (
    <li className={`room-line room-${room.state}`}>
      <RoomStateSign state={room.state} />
      <span className="tile-name">{placeText(room)}</span>
      <LineValue room={room} part={part} />
    </li>
  );
}

function LineValue({ room, part }: { readonly room: RoomCard; readonly part: BoardPart }) {
  const { texts } = part;
  const found = room.state === "beyond" ? beyondReadings(room)[0] : warmestReading(room);
  if (!found || (room.state !== "beyond" && room.state !== "well")) {
    return <span className={`line-word word-${room.state}`}>{roomWord(room, part)}</span>;
  }
  const { probe, reading } = found;
  const isHighest = room.state === "well" && room.probes.length > 1;
  return (
    <>
      <span className={`line-word word-${room.state}`}>
        {isHighest ? `${texts.t("rooms.highest")} ` : ""}
        {readingText(reading, texts)}
      </span>
      {probe.measured ? <MeasuredAt atMs={probe.measured.wallTimeMs} part={part} /> : null}
    </>
  );
}

/** Counts the rooms that have no line of their own, by how they stand. */
export function MoreRooms(props: {
  readonly shown: readonly RoomCard[];
  readonly part: BoardPart;
}) {
  const { shown, part } = props;
  const { t } = part.texts;
  const others = otherRooms(part.view.rooms.counts, shown);
  const words = others.map(({ state, count }) => `${t(`rooms.state.${state}`)} ${count}`);
  const count = others.reduce((total, other) => total + other.count, 0);
  return (
    <li className="room-line room-more">
      <span>{t("rooms.more", { count })}</span>
      <span className="line-word free-text">{words.join(t("comma"))}</span>
    </li>
  );
}
