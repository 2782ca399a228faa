import type { RoomCard } from "../../api/room-view.ts";
import type { BoardPart } from "./board-part.ts";
import { PatrolRows } from "./patrol-rows.tsx";
import { ProbeRow } from "./probe-row.tsx";
import { RoomStateSign } from "./room-state-sign.tsx";
import { roomWord } from "./room-texts.ts";
import { placeText } from "./station-texts.ts";

/** One machine room with each probe's values, each as of its own time, and its patrols. */
export function RoomTile({ room, part }: { readonly room: RoomCard; readonly part: BoardPart }) {
  const { t } = part.texts;
  return (
    <li className={`room room-${room.state}`}>
      <h3>
        <RoomStateSign state={room.state} />
        <span className="tile-name">{placeText(room)}</span>
        <span className={`room-word word-${room.state}`}>{roomWord(room, part)}</span>
      </h3>
      {room.probes.length === 0 ? <p className="probe">{t("rooms.noProbe")}</p> : null}
      {room.probes.map((probe) => (
        <ProbeRow key={probe.deviceId} probe={probe} part={part} />
      ))}
      <PatrolRows patrol={room.patrol} part={part} />
    </li>
  );
}
