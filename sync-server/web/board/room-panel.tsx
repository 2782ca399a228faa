import type { RefObject } from "react";
import type { RoomCard } from "../../api/room-view.ts";
import type { BoardPart } from "./board-part.ts";
import { MoreRooms, RoomLine } from "./room-line.tsx";
import { countRooms } from "./room-texts.ts";
import { RoomTile } from "./room-tile.tsx";
import { CARDS_MEASURED, useRoomFit } from "./use-room-fit.ts";

interface RoomPanelProps extends BoardPart {
  /** The panel's part of its column at most, 0 to 1. */
  readonly share: number;
}

/** The machine rooms; one line where there is none. */
export function RoomPanel(props: RoomPanelProps) {
  return props.view.rooms.cards.length > 0 ? <FilledPanel {...props} /> : <NoRoom {...props} />;
}

/** Worst first: cards with all values while they fit, the others in a line each. */
function FilledPanel({ share, ...part }: RoomPanelProps) {
  const { cards, counts } = part.view.rooms;
  const all = countRooms(counts);
  const { panel, list, measure, fit } = useRoomFit(all, share);
  const shown = cards.slice(0, fit.cards + fit.lines);
  return (
    <>
      <section ref={panel} className="panel room-panel" aria-labelledby="rooms-title">
        <PanelHead {...part} />
        <ul ref={list} className="rooms">
          {shown.slice(0, fit.cards).map((room) => (
            <RoomTile key={room.stationId} room={room} part={part} />
          ))}
          {shown.slice(fit.cards).map((room) => (
            <RoomLine key={room.stationId} room={room} part={part} />
          ))}
          {shown.length < all ? <MoreRooms shown={shown} part={part} /> : null}
        </ul>
      </section>
      <div className="rooms-measure" aria-hidden="true">
        <Measured refs={measure} cards={cards.slice(0, CARDS_MEASURED)} part={part} />
      </div>
    </>
  );
}

/** One line and the first cards, as high as they are when they are shown. */
function Measured(props: {
  readonly refs: RefObject<HTMLUListElement | null>;
  readonly cards: readonly RoomCard[];
  readonly part: BoardPart;
}) {
  const { refs, cards, part } = props;
  return (
    <ul ref={refs} className="rooms">
      {cards.slice(0, 1).map((room) => (
        <RoomLine key={room.stationId} room={room} part={part} />
      ))}
      {cards.map((room) => (
        <RoomTile key={`card ${room.stationId}`} room={room} part={part} />
      ))}
    </ul>
  );
}

function NoRoom(part: BoardPart) {
  return (
    <section className="panel is-quiet" aria-labelledby="rooms-title">
      <PanelHead {...part} />
      <p className="quiet-line">{part.texts.t("rooms.noRoom")}</p>
    </section>
  );
}

function PanelHead({ view, texts }: BoardPart) {
  const { t, clock } = texts;
  const all = countRooms(view.rooms.counts);
  return (
    <div className="panel-head">
      <h2 id="rooms-title">{all > 0 ? `${t("rooms.title")} ${all}` : t("rooms.title")}</h2>
      <span className="as-of">{t("asOf", { time: clock.time(view.rooms.asOfMs) })}</span>
    </div>
  );
}
