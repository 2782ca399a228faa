import { useTranslation } from "react-i18next";
import { Sign } from "../sign/signs.tsx";
import { DialogButton } from "./dialog-button.tsx";
import styles from "./keypad.module.css";

/** Pages of the keypad: digits with the X of an ID number, and letters in either case. */
export type KeypadPage = "digits" | "upper" | "lower";

const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "X", "0"];
const LETTERS = [..."QWERTYUIOP", ..."ASDFGHJKL-", ..."ZXCVBNM/"];

/** What the keypad needs. */
export interface KeypadProps {
  readonly page: KeypadPage;
  readonly onSign: (sign: string) => void;
  readonly onDelete: () => void;
}

/** The station's own keypad: no system keyboard, no input method. */
export function Keypad({ page, onSign, onDelete }: KeypadProps) {
  const { t } = useTranslation();
  const signs = page === "digits" ? DIGITS : LETTERS.map((sign) => inCase(sign, page));
  return (
    <fieldset
      className={page === "digits" ? styles.digits : styles.letters}
      aria-label={t("manual.pad")}
      data-page={page === "digits" ? "digits" : "letters"}
    >
      {signs.map((sign) => (
        <DialogButton key={sign} onPress={() => onSign(sign)}>
          {sign}
        </DialogButton>
      ))}
      <DialogButton label={t("manual.delete")} onPress={onDelete}>
        <Sign name="backspace" className={styles.sign} />
      </DialogButton>
    </fieldset>
  );
}

function inCase(sign: string, page: KeypadPage): string {
  return page === "lower" ? sign.toLowerCase() : sign;
}
