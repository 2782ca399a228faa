import type { StationView } from "@gatehouse/protocols/rpc/station-view";
import type { Stage } from "../state/stage.ts";
import { IdleStage } from "./idle-stage.tsx";
import { NoticeStage } from "./notice-stage.tsx";
import { RecordedStage } from "./recorded-stage.tsx";
import styles from "./stage-area.module.css";
import { VoidedStage } from "./voided-stage.tsx";

/** What the stage needs. */
export interface StageAreaProps {
  readonly view: StationView;
  readonly stage: Stage;
  /** A banner stands above: the stage is lower and its word steps down. */
  readonly isShort: boolean;
}

/** The one place that changes colour: always the newest person or the newest thing to do. */
export function StageArea({ view, stage, isShort }: StageAreaProps) {
  return (
    <div
      className={styles.area}
      data-stage={stage.kind}
      data-short={isShort}
      role="status"
      aria-live="assertive"
    >
      <StageContent view={view} stage={stage} />
    </div>
  );
}

function StageContent({ view, stage }: { view: StationView; stage: Stage }) {
  switch (stage.kind) {
    case "idle":
      return <IdleStage view={view} />;
    case "recorded":
      return <RecordedStage key={stage.scan.eventId} stage={stage} />;
    case "voided":
      return <VoidedStage scan={stage.scan} />;
    case "notice":
      return <NoticeStage code={stage.code} view={view} />;
  }
}
