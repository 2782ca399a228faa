import { useTranslation } from "react-i18next";
import { Sign } from "../sign/signs.tsx";
import { runningTime } from "../time/wall-time.ts";
import { switchLanguage } from "../words/set-up-words.ts";
import styles from "./full-page.module.css";
import { useHotKeys } from "./hot-keys.ts";

/** The host is gone: nothing on this screen may be taken for true, so nothing else is on it. */
export function HostLostPage({ lostForMs }: { lostForMs: number }) {
  const { t } = useTranslation();
  useHotKeys({ F10: switchLanguage });
  return (
    <main className={`${styles.page} ${styles.lost}`} data-page="host-lost">
      <div className={styles.body} role="alert">
        <Sign name="question" className={styles.sign} />
        <h1 className={styles.word}>{t("lost.word")}</h1>
        <p className={styles.retry}>
          {t("lost.retrying")} <b>{runningTime(lostForMs)}</b>
        </p>
        <p className={styles.what}>{t("lost.meaning")}</p>
        <p className={styles.how}>{t("lost.action")}</p>
      </div>
    </main>
  );
}
