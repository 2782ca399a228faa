import { useTranslation } from "react-i18next";
import { DialogButton } from "../screen/dialog-button.tsx";
import { useHotKeys } from "../screen/hot-keys.ts";
import styles from "./duty-dialog.module.css";

/** What is confirmed, and what comes of it. */
export interface ConfirmStepProps {
  readonly title: string;
  readonly text: string;
  readonly act: string;
  readonly onConfirm: () => void;
  readonly onBack: () => void;
}

/** A second press before something that all at the post will notice. */
export function ConfirmStep({ title, text, act, onConfirm, onBack }: ConfirmStepProps) {
  const { t } = useTranslation();
  useHotKeys({ Enter: onConfirm });
  return (
    <div className={styles.narrow}>
      <h2 className={styles.title}>{title}</h2>
      <p className={styles.text}>{text}</p>
      <div className={styles.foot}>
        <DialogButton look="quiet" onPress={onBack}>
          <kbd>Esc</kbd> {t("duty.back")}
        </DialogButton>
        <DialogButton look="filled" onPress={onConfirm} isWide>
          <kbd>Enter</kbd> {act}
        </DialogButton>
      </div>
    </div>
  );
}
