import { useTranslation } from "react-i18next";
import styles from "./connecting-page.module.css";

/** Before the first view: nothing for 300 ms, then grey blocks where the words will stand. */
export function ConnectingPage() {
  const { t } = useTranslation();
  return (
    <main className={styles.page} data-page="connecting" aria-busy="true">
      <div className={styles.strip}>
        <i className={styles.place} />
        <i className={styles.fact} />
        <i className={styles.fact} />
        <i className={styles.fact} />
      </div>
      <div className={styles.stage}>
        <i className={styles.word} />
        <h1 className={styles.how}>{t("connecting.word")}</h1>
      </div>
      <div className={styles.rail}>
        <i className={styles.row} />
        <i className={styles.row} />
        <i className={styles.row} />
      </div>
      <div className={styles.keys}>
        {["F2", "F4", "F8", "F10", "F1"].map((key) => (
          <i key={key} className={styles.key} />
        ))}
      </div>
    </main>
  );
}
