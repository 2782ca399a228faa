import type { CheckpointView } from "@gatehouse/protocols/rpc/checkpoint-view";
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
  readonly post: CheckpointView;
  readonly stage: Stage;
  /** A banner stands above: the stage is lower and its word steps down. */
  readonly isShort: boolean;
}

/** The one place that changes colour: always the newest person or the newest thing to do. */
export function StageArea({ view, post, stage, isShort }: StageAreaProps) {
  return (
    <div
      className={styles.area}
      data-stage={stage.kind}
      data-short={isShort}
      role="status"
      aria-live="assertive"
    >
      <StageContent view={view} post={post} stage={stage} />
    </div>
  );
}

function StageContent({ view, post, stage }: Omit<StageAreaProps, "isShort">) {
  switch (stage.kind) {
    case "idle":
      return <IdleStage view={view} post={post} />;
    case "recorded":
      return <RecordedStage key={stage.scan.eventId} stage={stage} />;
    case "voided":
      return <VoidedStage scan={stage.scan} />;
    case "notice":
      return <NoticeStage code={stage.code} view={view} />;
  }
}
