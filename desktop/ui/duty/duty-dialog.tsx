import type { OperatorView, StationView } from "@gatehouse/protocols/rpc/station-view";
import { type Dispatch, useState } from "react";
import { useTranslation } from "react-i18next";
import type { StationClient } from "../link/station-client.ts";
import { Dialog } from "../screen/dialog.tsx";
import { DialogButton } from "../screen/dialog-button.tsx";
import { useAct } from "../screen/use-act.ts";
import type { ScreenAction } from "../state/screen-state.ts";
import { ageOf } from "../time/age.ts";
import { minuteTime } from "../time/wall-time.ts";
import { ConfirmStep } from "./confirm-step.tsx";
import { CredentialsForm } from "./credentials-form.tsx";
import styles from "./duty-dialog.module.css";

/** What the shift dialog needs. */
export interface DutyDialogProps {
  readonly view: StationView;
  readonly nowMs: number;
  readonly client: StationClient;
  readonly dispatch: Dispatch<ScreenAction>;
  readonly onClose: () => void;
}

type Step = "overview" | "join" | "end" | "training";

/** F9: who is on duty, joining, leaving, locking, ending the shift, training. */
export function DutyDialog(props: DutyDialogProps) {
  const { view, client, onClose } = props;
  const { t } = useTranslation();
  const [step, setStep] = useState<Step>("overview");
  const act = useAct(props.dispatch);
  const isTraining = view.mode === "training";
  const toOverview = () => setStep("overview");
  const confirm = (what: Parameters<typeof act>[0]) => {
    act(what);
    onClose();
  };
  return (
    <Dialog title={t("duty.title")} onClose={step === "overview" ? onClose : toOverview}>
      {step === "overview" && <Overview {...props} act={act} onStep={setStep} />}
      {step === "join" && (
        <div className={styles.body}>
          <CredentialsForm
            lead={<h2 className={styles.title}>{t("duty.join")}</h2>}
            known={view.duty.presented}
            submit={client.duty.signIn}
            onDone={toOverview}
            wayOut={
              <DialogButton look="quiet" onPress={toOverview}>
                <kbd>Esc</kbd> {t("duty.back")}
              </DialogButton>
            }
          />
        </div>
      )}
      {step === "end" && (
        <ConfirmStep
          title={t("duty.endTitle")}
          text={t("duty.endText")}
          act={t("duty.end")}
          onConfirm={() => confirm(client.duty.endShift)}
          onBack={toOverview}
        />
      )}
      {step === "training" && (
        <ConfirmStep
          title={t(isTraining ? "duty.trainingEndTitle" : "duty.trainingTitle")}
          text={t(isTraining ? "duty.trainingEndText" : "duty.trainingText")}
          act={t(isTraining ? "duty.trainingEnd" : "duty.training")}
          onConfirm={() => confirm(() => client.duty.setTraining(!isTraining))}
          onBack={toOverview}
        />
      )}
    </Dialog>
  );
}

interface OverviewProps extends DutyDialogProps {
  readonly act: ReturnType<typeof useAct>;
  readonly onStep: (step: Step) => void;
}

function Overview({ view, nowMs, client, act, onStep, onClose }: OverviewProps) {
  const { t } = useTranslation();
  const { duty } = view;
  const lock = () => {
    act(client.duty.lock);
    onClose();
  };
  return (
    <div className={styles.body}>
      <header className={styles.head}>
        <h2 className={styles.title}>{t("duty.title")}</h2>
        {duty.shift && <span>{t("duty.since", { time: minuteTime(duty.shift.startedAtMs) })}</span>}
      </header>
      <ul className={styles.people}>
        {duty.operators.map((operator) => (
          <PersonRow
            key={operator.operatorId}
            operator={operator}
            onLeave={() => act(() => client.duty.leave(operator.operatorId))}
          />
        ))}
      </ul>
      <div className={styles.acts}>
        <DialogButton onPress={() => onStep("join")}>{t("duty.join")}</DialogButton>
        <DialogButton onPress={lock}>{t("duty.lock")}</DialogButton>
        <DialogButton onPress={() => onStep("training")}>
          {t(view.mode === "training" ? "duty.trainingEnd" : "duty.training")}
        </DialogButton>
        <DialogButton onPress={() => onStep("end")}>{t("duty.end")}</DialogButton>
      </div>
      <footer className={styles.foot}>
        <ListFact view={view} nowMs={nowMs} />
        <DialogButton look="filled" onPress={onClose}>
          <kbd>Esc</kbd> {t("duty.close")}
        </DialogButton>
      </footer>
    </div>
  );
}

function PersonRow({ operator, onLeave }: { operator: OperatorView; onLeave: () => void }) {
  const { t } = useTranslation();
  return (
    <li className={styles.person}>
      <b>{operator.name}</b>
      <span>{operator.operatorId}</span>
      <span>{t(`duty.role.${operator.role}`)}</span>
      <span>{t("duty.since", { time: minuteTime(operator.sinceMs) })}</span>
      <DialogButton
        look="quiet"
        label={t("duty.leaveOf", { name: operator.name })}
        onPress={onLeave}
      >
        {t("duty.leave")}
      </DialogButton>
    </li>
  );
}

function ListFact({ view, nowMs }: Pick<DutyDialogProps, "view" | "nowMs">) {
  const { t } = useTranslation();
  const { list } = view.duty;
  if (list === null) return <span>{t("duty.listNone")}</span>;
  const { unit, count } = ageOf(nowMs - list.issuedAtMs);
  const age = t(`age.${unit}`, { amount: count });
  const isOver = list.expiresAtMs !== null && list.expiresAtMs < nowMs;
  const words = isOver ? "duty.listOld" : "duty.list";
  return <span>{t(words, { version: list.version, age })}</span>;
}
