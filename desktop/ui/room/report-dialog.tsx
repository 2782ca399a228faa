import type { PatrolView } from "@gatehouse/protocols/rpc/room-view";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ActOutcome } from "../link/act-outcome.ts";
import { Dialog } from "../screen/dialog.tsx";
import { DialogButton } from "../screen/dialog-button.tsx";
import { useBurstGuard } from "../screen/hot-keys.ts";
import { RefusalLine } from "../screen/refusal-line.tsx";
import type { CheckOffer } from "./patrol.ts";
import styles from "./report-dialog.module.css";
import { MAX_NOTE, noteWith } from "./report-note.ts";

const READY = ["noise", "leak", "light", "hot", "door"] as const;

/** The check that is reported on. */
export type ReportedCheck = Omit<Extract<CheckOffer, { can: true }>, "can">;

/** What the report needs. */
export interface ReportDialogProps {
  /** As it was when the dialog opened: what is scanned meanwhile does not move the note. */
  readonly check: ReportedCheck;
  readonly latest: PatrolView["latest"];
  readonly report: (report: { checkEventId: string; note: string }) => Promise<ActOutcome>;
  readonly onDone: () => void;
  /** The answer was lost: nobody knows whether it was recorded. */
  readonly onUnknown: () => void;
}

/**
 * F6: what is abnormal at the point that was just checked. The one text field of a station, since
 * a note is Chinese. Enter reports, Escape closes; a keyboard scanner's Enter does neither.
 */
export function ReportDialog(props: ReportDialogProps) {
  const { check, onDone } = props;
  const { t } = useTranslation();
  const entry = useNote(props);
  useBurstGuard(true);
  const title = t("room.report.title", { point: check.point.pointName });
  return (
    <Dialog title={title} onClose={onDone}>
      <div className={styles.body}>
        <h2 className={styles.titleOfAnyLength}>{title}</h2>
        <textarea
          className={styles.note}
          aria-label={t("room.report.note")}
          value={entry.note}
          maxLength={MAX_NOTE}
          rows={3}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => entry.change(event.target.value)}
          onKeyDown={(event) => onEnter(event, entry.report)}
        />
        {entry.code === null ? (
          <p className={styles.hint}>
            {entry.note === ""
              ? t("room.report.how")
              : t("room.report.rest", { amount: MAX_NOTE - entry.note.length })}
          </p>
        ) : (
          <RefusalLine code={entry.code} />
        )}
        <ReadyNotes
          onPick={(ready) => entry.change(noteWith(entry.note, ready, t("room.report.joint")))}
        />
        <footer className={styles.foot}>
          <DialogButton look="quiet" onPress={onDone}>
            <kbd>Esc</kbd> {t("manual.cancel")}
          </DialogButton>
          <DialogButton look="filled" onPress={entry.report} isDisabled={!entry.canReport} isWide>
            <kbd>Enter</kbd> {t("room.report.act")}
          </DialogButton>
        </footer>
      </div>
    </Dialog>
  );
}

function ReadyNotes({ onPick }: { onPick: (note: string) => void }) {
  const { t } = useTranslation();
  return (
    <div className={styles.ready}>
      {READY.map((name) => (
        <DialogButton
          key={name}
          look="quiet"
          onPress={() => onPick(t(`room.report.ready.${name}`))}
        >
          {t(`room.report.ready.${name}`)}
        </DialogButton>
      ))}
    </div>
  );
}

/** Enter reports, unless it ends an input method's composition. A note is one line. */
function onEnter(event: KeyboardEvent, report: () => void): void {
  if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
  event.preventDefault();
  report();
}

/** The note, its bound, and its way into the log. */
function useNote({ check, latest, report, onDone, onUnknown }: ReportDialogProps) {
  const [note, setNote] = useState("");
  const [code, setCode] = useState<string | null>(null);
  const [isPending, setPending] = useState(false);
  const canReport = note.trim() !== "" && !isPending;
  const send = async () => {
    // The same point scanned again is a newer check of the same place.
    const isAgain = latest?.pointCode === check.point.pointCode;
    const checkEventId = isAgain ? latest.checkEventId : check.checkEventId;
    setPending(true);
    const outcome = await report({ checkEventId, note: note.trim() });
    setPending(false);
    if (outcome.kind === "refused") setCode(outcome.code);
    if (outcome.kind === "unknown") onUnknown();
    if (outcome.kind === "done") onDone();
  };
  return {
    note,
    code,
    canReport,
    change(next: string) {
      setCode(null);
      setNote(next.replaceAll(/\s*\n\s*/g, " ").slice(0, MAX_NOTE));
    },
    report: () => {
      if (canReport) void send();
    },
  };
}
