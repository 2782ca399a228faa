import { useTranslation } from "react-i18next";
import { Sign } from "../sign/signs.tsx";
import { DialogButton } from "./dialog-button.tsx";
import styles from "./digit-pad.module.css";

const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

/** What the pad does. */
export interface DigitPadProps {
  readonly onDigit: (digit: string) => void;
  readonly onDelete: () => void;
  readonly onClear: () => void;
}

/** Ten digits, for what is nothing but digits. */
export function DigitPad({ onDigit, onDelete, onClear }: DigitPadProps) {
  const { t } = useTranslation();
  return (
    <fieldset className={styles.pad} aria-label={t("manual.pad")}>
      {DIGITS.map((digit) => (
        <DialogButton key={digit} onPress={() => onDigit(digit)}>
          {digit}
        </DialogButton>
      ))}
      <DialogButton look="quiet" onPress={onClear}>
        {t("manual.clear")}
      </DialogButton>
      <DialogButton onPress={() => onDigit("0")}>0</DialogButton>
      <DialogButton label={t("manual.delete")} onPress={onDelete}>
        <Sign name="backspace" className={styles.sign} />
      </DialogButton>
    </fieldset>
  );
}
