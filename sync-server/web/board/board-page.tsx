import type { BoardView } from "../../api/board-view.ts";
import { useTexts } from "../live/use-texts.ts";
import { AlarmPanel } from "./alarm-panel.tsx";
import { AttentionPanel } from "./attention-panel.tsx";
import { BoardHead } from "./board-head.tsx";
import { KpiRow } from "./kpi-row.tsx";
import { ScanFeed } from "./scan-feed.tsx";
import { StationPanel } from "./station-panel.tsx";
import "./board.css";
import "./kpi.css";
import "./rows.css";
import "./stations.css";

/** The wall board: one page, no scroll. */
export function BoardPage(props: {
  readonly view: BoardView;
  /** The centre's clock now, Unix ms. */
  readonly nowMs: number;
  readonly isLost: boolean;
}) {
  const texts = useTexts(props.view.timeZone);
  const part = { view: props.view, nowMs: props.nowMs, texts };
  return (
    <div className="board">
      <BoardHead {...part} isLost={props.isLost} />
      <main className="board-body">
        <KpiRow {...part} />
        <div className="board-columns">
          <StationPanel {...part} />
          <ScanFeed {...part} />
          <div className="board-side">
            <AttentionPanel {...part} />
            <AlarmPanel {...part} />
          </div>
        </div>
      </main>
    </div>
  );
}
