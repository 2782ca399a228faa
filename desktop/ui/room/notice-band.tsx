import { useTranslation } from "react-i18next";
import { Sign } from "../sign/signs.tsx";
import { OUTCOME_UNKNOWN } from "../state/screen-state.ts";
import type { Stage } from "../state/stage.ts";
import { errorWords } from "../words/error-words.ts";
import styles from "./notice-band.module.css";

/** Something was scanned or asked for and not done: what, and what to do. It stands where a banner stands. */
export function NoticeBand({ stage }: { stage: Stage }) {
  return (
    <div className={styles.place} data-stage={stage.kind} role="status" aria-live="assertive">
      {stage.kind === "notice" && <Notice code={stage.code} />}
    </div>
  );
}

function Notice({ code }: { code: string }) {
  const { t, i18n } = useTranslation();
  const own = code === OUTCOME_UNKNOWN ? "room.outcome" : "notice.unknown";
  const words = errorWords(code, i18n.language) ?? {
    title: t(`${own}.title`),
    action: t(`${own}.action`),
  };
  return (
    <div className={styles.band}>
      <Sign name="warning" className={styles.sign} />
      <div>
        <h2 className={styles.title}>{words.title}</h2>
        <p className={styles.action}>{words.action}</p>
      </div>
    </div>
  );
}
