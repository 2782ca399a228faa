import { useTranslation } from "react-i18next";
import { DialogButton } from "../screen/dialog-button.tsx";
import { Sign } from "../sign/signs.tsx";
import styles from "./seal-dialog.module.css";
import type { useSwabCount } from "./use-swab-count.ts";

const WHOLE = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"];

/** What the pad needs. */
export interface CountPadProps {
  readonly count: ReturnType<typeof useSwabCount>;
  /** Digits make up the number; otherwise each key is a whole one. */
  readonly isDigits: boolean;
  readonly onDigits: () => void;
}

/** Twelve keys for a number of swabs: one press up to ten, digit by digit for any other. */
export function CountPad({ count, isDigits, onDigits }: CountPadProps) {
  const { t } = useTranslation();
  return (
    <fieldset className={styles.pad} aria-label={t("sampling.seal.pad")}>
      {isDigits
        ? DIGITS.map((digit) => (
            <DialogButton key={digit} onPress={() => count.append(digit)}>
              {digit}
            </DialogButton>
          ))
        : WHOLE.map((swabs) => (
            <DialogButton
              key={swabs}
              look={count.swabs === swabs ? "filled" : "plain"}
              onPress={() => count.set(swabs)}
            >
              {swabs}
            </DialogButton>
          ))}
      {isDigits ? (
        <DialogButton label={t("manual.delete")} onPress={count.remove}>
          <Sign name="backspace" className={styles.sign} />
        </DialogButton>
      ) : (
        <DialogButton look="quiet" onPress={onDigits}>
          {t("sampling.seal.other")}
        </DialogButton>
      )}
      <DialogButton look="quiet" onPress={count.clear}>
        {t("sampling.seal.clear")}
      </DialogButton>
    </fieldset>
  );
}
