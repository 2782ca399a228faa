import type { StationView } from "@gatehouse/protocols/rpc/station-view";
import { useTranslation } from "react-i18next";
import { Sign } from "../sign/signs.tsx";
import { scanReadiness } from "../state/health.ts";
import { OUTCOME_UNKNOWN } from "../state/screen-state.ts";
import { errorWords } from "../words/error-words.ts";
import { IdleCall } from "./idle-stage.tsx";
import styles from "./notice-stage.module.css";

/** Something was read or asked for and not done: an amber band says what and what to do, over the idle word. */
export function NoticeStage({ code, view }: { code: string; view: StationView }) {
  const { t, i18n } = useTranslation();
  const own = code === OUTCOME_UNKNOWN ? "screen" : "unknown";
  const words = errorWords(code, i18n.language) ?? {
    title: t(`notice.${own}.title`),
    action: t(`notice.${own}.action`),
  };
  return (
    <section className={styles.notice}>
      <div className={styles.band}>
        <Sign name="warning" className={styles.sign} />
        <div>
          <h2 className={styles.title}>{words.title}</h2>
          <p className={styles.action}>{words.action}</p>
        </div>
      </div>
      <IdleCall readiness={scanReadiness(view.devices)} />
    </section>
  );
}
