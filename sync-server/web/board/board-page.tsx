import type { BoardView } from "../../api/board-view.ts";
import { useTexts } from "../live/use-texts.ts";
import { attentionItems } from "./attention.ts";
import { AttentionPanel } from "./attention-panel.tsx";
import { BoardHead } from "./board-head.tsx";
import { KpiRow } from "./kpi-row.tsx";
import { RoomPanel } from "./room-panel.tsx";
import { SamplingPanel } from "./sampling-panel.tsx";
import { ScanFeed } from "./scan-feed.tsx";
import { StationPanel } from "./station-panel.tsx";
import "./board.css";
import "./kpi.css";
import "./rooms.css";
import "./rows.css";
import "./sampling.css";
import "./stations.css";
import "./tile-variants.css";

/** So few things to look at leave more of their column to the machine rooms. */
const FEW_ITEMS = 2;

/** The wall board: one page, no scroll. */
export function BoardPage(props: {
  readonly view: BoardView;
  /** The centre's clock now, Unix ms. */
  readonly nowMs: number;
  readonly isLost: boolean;
}) {
  const texts = useTexts(props.view.timeZone);
  const part = { view: props.view, nowMs: props.nowMs, texts };
  const items = attentionItems(props.view, props.nowMs);
  return (
    <div className="board">
      <BoardHead {...part} isLost={props.isLost} />
      <main className="board-body">
        <KpiRow {...part} />
        <div className="board-columns">
          <StationPanel {...part} />
          <div className="board-column">
            <SamplingPanel {...part} />
            <ScanFeed {...part} />
          </div>
          <div className="board-column">
            <RoomPanel {...part} share={items.length > FEW_ITEMS ? 0.54 : 0.66} />
            <AttentionPanel {...part} items={items} />
          </div>
        </div>
      </main>
    </div>
  );
}
