import type { StoreView } from "@gatehouse/protocols/rpc/station-view";
import { useTranslation } from "react-i18next";
import { Sign } from "../sign/signs.tsx";
import { minuteTime } from "../time/wall-time.ts";
import { errorWords } from "../words/error-words.ts";
import { switchLanguage } from "../words/set-up-words.ts";
import styles from "./full-page.module.css";
import { useHotKeys } from "./hot-keys.ts";

/** The store takes nothing: whatever is scanned now is lost, so the whole window says stop. */
export function StoreFailingPage({ store }: { store: StoreView }) {
  const { t, i18n } = useTranslation();
  useHotKeys({ F10: switchLanguage });
  const words = errorWords(store.code, i18n.language) ?? errorWords("store.failed", i18n.language);
  return (
    <main className={`${styles.page} ${styles.stop}`} data-page="store-failing">
      <div className={styles.body} role="alert">
        <Sign name="octagon" className={styles.sign} />
        <h1 className={styles.word}>{t("failing.word")}</h1>
        <p className={styles.what}>{words?.title}</p>
        <p className={styles.how}>{words?.action}</p>
        <p className={styles.code}>
          {t("failing.since", { time: minuteTime(store.sinceMs) })}
          {t("dot")}
          {store.code ?? "store.failed"}
        </p>
      </div>
    </main>
  );
}
