import { type RefObject, useLayoutEffect, useRef, useState } from "react";
import { fitRooms, type RoomFit } from "./fit-rooms.ts";

/** Rooms that can be cards at all: more never fit. */
export const CARDS_MEASURED = 5;

/** Refs of what is measured, and what came of it. */
export interface MeasuredFit {
  readonly panel: RefObject<HTMLElement | null>;
  /** The list that is shown. */
  readonly list: RefObject<HTMLUListElement | null>;
  /** An unseen list of the same width: one line, then the first rooms as cards. */
  readonly measure: RefObject<HTMLUListElement | null>;
  readonly fit: RoomFit;
}

/**
 * Measures how many rooms fit, and again whenever the column or a card changes its size.
 * @param share the rooms' part of their column, 0 to 1
 */
export function useRoomFit(rooms: number, share: number): MeasuredFit {
  const panel = useRef<HTMLElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const measure = useRef<HTMLUListElement>(null);
  const [fit, setFit] = useState<RoomFit>({ cards: 0, lines: 1 });
  useLayoutEffect(() => {
    const [frame, shown, unseen] = [panel.current, list.current, measure.current];
    const column = frame?.parentElement;
    if (!frame || !shown || !unseen || !column) return;
    const update = () => {
      const next = measuredFit({ column, frame, shown, unseen, rooms, share });
      setFit((old) => (old.cards === next.cards && old.lines === next.lines ? old : next));
    };
    const observer = new ResizeObserver(update);
    observer.observe(column);
    observer.observe(unseen);
    update();
    return () => observer.disconnect();
  }, [rooms, share]);
  return { panel, list, measure, fit };
}

function measuredFit(elements: {
  readonly column: HTMLElement;
  readonly frame: HTMLElement;
  readonly shown: HTMLElement;
  readonly unseen: HTMLElement;
  readonly rooms: number;
  readonly share: number;
}): RoomFit {
  const { column, frame, shown, unseen, rooms, share } = elements;
  const [lineHeight = 0, ...cardHeights] = [...unseen.children].map((child) =>
    child instanceof HTMLElement ? child.offsetHeight : 0,
  );
  const aroundList = frame.offsetHeight - shown.offsetHeight;
  const boxHeight = column.clientHeight * share - aroundList;
  const gap = Number.parseFloat(getComputedStyle(unseen).rowGap) || 0;
  return fitRooms({ boxHeight, gap, rooms, cardHeights, lineHeight });
}
