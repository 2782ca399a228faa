import type { OpenTubeView } from "@gatehouse/protocols/rpc/sampling-view";
import { useTranslation } from "react-i18next";
import { CredentialsForm } from "../duty/credentials-form.tsx";
import type { CredentialsOptions, KnownPerson } from "../duty/use-credentials.ts";
import { DialogButton } from "../screen/dialog-button.tsx";
import styles from "./seal-dialog.module.css";

/** What the step needs. */
export interface QuarantineStepProps extends Pick<CredentialsOptions, "submit" | "onDone"> {
  readonly tube: OpenTubeView;
  readonly swabs: number;
  /** Whose badge was scanned. */
  readonly presented: KnownPerson | null;
  readonly onBack: () => void;
}

/** A supervisor puts the tube aside: badge or number, then PIN. */
export function QuarantineStep(props: QuarantineStepProps) {
  const { tube, swabs, presented, submit, onDone, onBack } = props;
  const { t } = useTranslation();
  const members = tube.members.length;
  const difference = swabs - members;
  return (
    <div className={styles.supervisor}>
      <CredentialsForm
        key={presented?.operatorId ?? ""}
        lead={
          <header className={styles.lead}>
            <h2>{t("sampling.quarantine.title")}</h2>
            <p>
              {t("sampling.quarantine.what", { code: tube.tubeCode, members, swabs })}
              {t("dot")}
              <b>
                {t(difference < 0 ? "sampling.seal.fewer" : "sampling.seal.more", {
                  amount: Math.abs(difference),
                })}
              </b>
            </p>
          </header>
        }
        known={presented}
        submit={submit}
        onDone={onDone}
        wayOut={
          <DialogButton look="quiet" onPress={onBack}>
            <kbd>Esc</kbd> {t("duty.back")}
          </DialogButton>
        }
      />
    </div>
  );
}
