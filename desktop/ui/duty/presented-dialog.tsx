import { useTranslation } from "react-i18next";
import type { StationClient } from "../link/station-client.ts";
import { Dialog } from "../screen/dialog.tsx";
import { DialogButton } from "../screen/dialog-button.tsx";
import { CredentialsForm } from "./credentials-form.tsx";
import styles from "./duty-dialog.module.css";
import type { KnownPerson } from "./use-credentials.ts";

/** What the dialog needs. */
export interface PresentedDialogProps {
  readonly person: KnownPerson;
  readonly client: StationClient;
  readonly onClose: () => void;
}

/** A badge was scanned while others are on duty: asks for the PIN of whoever wants to join. */
export function PresentedDialog({ person, client, onClose }: PresentedDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog title={t("duty.join")} onClose={onClose}>
      <div className={styles.body}>
        <CredentialsForm
          key={person.operatorId}
          lead={<h2 className={styles.title}>{t("duty.join")}</h2>}
          known={person}
          submit={client.duty.signIn}
          onDone={onClose}
          wayOut={
            <DialogButton look="quiet" onPress={onClose}>
              <kbd>Esc</kbd> {t("duty.notNow")}
            </DialogButton>
          }
        />
      </div>
    </Dialog>
  );
}
