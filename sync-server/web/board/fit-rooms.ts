/** What there is to place, heights in px. */
export interface RoomSizes {
  readonly boxHeight: number;
  readonly gap: number;
  /** Rooms in all, worst first. */
  readonly rooms: number;
  /** Heights of the first of them as whole cards. */
  readonly cardHeights: readonly number[];
  /** Height of a room in one line; the line that counts the rest is as high. */
  readonly lineHeight: number;
}

/** How many rooms are shown as a card, and how many of those that follow as one line. */
export interface RoomFit {
  readonly cards: number;
  readonly lines: number;
}

/** Fewer lines than this beside a card, and the lines alone tell more. */
const MIN_LINES = 3;

/** As many whole cards as leave room for the others, at least in one line each, or for some of them. */
export function fitRooms(sizes: RoomSizes): RoomFit {
  const { boxHeight, gap, rooms, cardHeights, lineHeight } = sizes;
  const linesBelow = (usedHeight: number) =>
    Math.max(0, Math.floor((boxHeight - usedHeight + gap) / (lineHeight + gap)));
  for (let cards = Math.min(rooms, cardHeights.length); cards > 0; cards -= 1) {
    const used = cardHeights.slice(0, cards).reduce((total, height) => total + height + gap, 0);
    const others = rooms - cards;
    if (others === 0 && used - gap <= boxHeight) return { cards, lines: 0 };
    const lines = linesBelow(used);
    if (others > 0 && lines >= others) return { cards, lines: others };
    // One of the lines counts those that are left out.
    if (lines > MIN_LINES) return { cards, lines: lines - 1 };
  }
  const lines = linesBelow(0);
  return { cards: 0, lines: rooms <= lines ? rooms : Math.max(1, lines - 1) };
}
