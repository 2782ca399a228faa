import type { RoomView } from "@gatehouse/protocols/rpc/room-view";
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { BarKey } from "../screen/key-bar.tsx";
import { PostFrame, type PostPageProps } from "../screen/post-frame.tsx";
import { useAct } from "../screen/use-act.ts";
import { bannerOf, scanReadiness } from "../state/health.ts";
import { AlertPanel } from "./alert-panel.tsx";
import { JustChecked } from "./just-checked.tsx";
import { NoticeBand } from "./notice-band.tsx";
import { reportOffer, undoOffer } from "./patrol.ts";
import { PatrolPanel } from "./patrol-panel.tsx";
import { ReadingGrid } from "./reading-grid.tsx";
import { ReportDialog, type ReportedCheck } from "./report-dialog.tsx";
import { roomHelp } from "./room-help.ts";
import styles from "./room-page.module.css";

/** What the page needs. */
export type RoomPageProps = PostPageProps & { readonly post: RoomView };

/** The machine room: its readings, what is wrong with them, and the patrol of this round. */
export function RoomPage(props: RoomPageProps) {
  const { t } = useTranslation();
  const { state, client, dispatch, post } = props;
  const { view, nowMs } = state;
  const { patrol, readings } = post;
  const [reported, setReported] = useState<ReportedCheck | null>(null);
  const close = useCallback(() => setReported(null), []);
  const isOn = view.duty.state === "on";
  useEffect(() => {
    if (!isOn) close();
  }, [isOn, close]);
  const isLeft = patrol.points.some(({ checkedAtMs }) => checkedAtMs === null);
  const isNotice = state.memory.stage.kind === "notice";
  return (
    <PostFrame
      {...props}
      keys={usePatrolKeys(props, setReported)}
      manual={{
        title: t("manual.title"),
        entry: t("room.manual.entry"),
        how: t("room.manual.how"),
        act: t("manual.record"),
        isNext: isLeft && scanReadiness(view.devices) === "typing-only",
        record: client.room.enter,
        meanwhile: <JustChecked patrol={patrol} nowMs={nowMs} />,
      }}
      help={roomHelp(t)}
      dialog={
        reported && (
          <ReportDialog
            check={reported}
            latest={patrol.latest}
            report={client.room.report}
            onDone={close}
            onUnknown={() => dispatch({ type: "outcome-unknown" })}
          />
        )
      }
    >
      <main className={styles.main} data-notice={isNotice}>
        <NoticeBand stage={state.memory.stage} />
        <ReadingGrid
          readings={readings}
          nowMs={nowMs}
          isShort={isNotice || bannerOf(view) !== null}
        />
        <div className={styles.side}>
          <AlertPanel readings={readings} nowMs={nowMs} />
          <PatrolPanel patrol={patrol} nowMs={nowMs} />
        </div>
      </main>
    </PostFrame>
  );
}

/** Keys that act on the newest check; without one they say why. */
function usePatrolKeys(
  { state, client, dispatch, post }: RoomPageProps,
  onReport: (check: ReportedCheck) => void,
): readonly BarKey[] {
  const { t } = useTranslation();
  const act = useAct(dispatch);
  const undo = undoOffer(post.patrol, state.nowMs);
  const report = reportOffer(post.patrol);
  const refuse = (code: string) => dispatch({ type: "refused", code, atMs: performance.now() });
  return [
    {
      key: "F4",
      label: t("key.undo"),
      onPress: () =>
        undo.can ? act(() => client.room.undo(undo.checkEventId)) : refuse(undo.code),
      isDisabled: !undo.can,
    },
    {
      key: "F6",
      label: t("room.report.key"),
      onPress: () => (report.can ? onReport(report) : refuse(report.code)),
      isDisabled: !report.can,
    },
  ];
}
