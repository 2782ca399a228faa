import { useTranslation } from "react-i18next";
import { MarkedText } from "../screen/marked-text.tsx";
import { countText } from "../time/wall-time.ts";
import styles from "./running-number.module.css";

/** A running number with its words around it, `第 1,285 人次`; the number flips when it changes. */
export function RunningNumber({ number, isFlipping }: { number: number; isFlipping?: boolean }) {
  const { t } = useTranslation();
  const digits = <b key={number} className={isFlipping ? styles.flip : styles.still} />;
  return (
    <span className={styles.number}>
      <MarkedText text={t("scan.number", { amount: countText(number) })} mark={digits} />
    </span>
  );
}
