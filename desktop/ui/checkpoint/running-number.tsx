import { Trans } from "react-i18next";
import { countText } from "../time/wall-time.ts";
import styles from "./running-number.module.css";

/** A running number with its words around it, `第 1,285 人次`; the number flips when it changes. */
export function RunningNumber({ number, isFlipping }: { number: number; isFlipping?: boolean }) {
  const digits = <b key={number} className={isFlipping ? styles.flip : styles.still} />;
  return (
    <span className={styles.number}>
      <Trans
        i18nKey="scan.number"
        values={{ amount: countText(number) }}
        components={{ b: digits }}
      />
    </span>
  );
}
