import type { BoardView } from "../../api/board-view.ts";
import type { Texts } from "../live/use-texts.ts";

/** What every part of the board gets. */
export interface BoardPart {
  readonly view: BoardView;
  /** The centre's clock now, Unix ms. */
  readonly nowMs: number;
  readonly texts: Texts;
}
