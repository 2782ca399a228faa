import type { ScanView } from "@gatehouse/protocols/rpc/checkpoint-view";
import { useTranslation } from "react-i18next";
import { Sign } from "../sign/signs.tsx";
import { RunningNumber } from "./running-number.tsx";
import styles from "./scan-stage.module.css";

/** A scan was undone: the same places as a recorded one, greyed and struck. */
export function VoidedStage({ scan }: { scan: ScanView }) {
  const { t } = useTranslation();
  return (
    <section className={`${styles.stage} ${styles.voided}`}>
      <header className={styles.top}>
        <span className={styles.chip}>{t("scan.saved")}</span>
        <span className={styles.struck}>
          <RunningNumber number={scan.number} />
        </span>
      </header>
      <div className={styles.hero}>
        <Sign name="undone" className={styles.sign} />
        <h2 className={styles.word}>{t("scan.voided")}</h2>
      </div>
      <div className={styles.person}>
        <b className={`${styles.tail} ${styles.struck}`}>
          {t("scan.tail", { tail: scan.maskedTail })}
        </b>
        <span className={styles.reason}>{t("scan.voidedKept")}</span>
      </div>
    </section>
  );
}
