import type { SamplingView } from "@gatehouse/protocols/rpc/sampling-view";
import { useTranslation } from "react-i18next";
import { MarkedText } from "../screen/marked-text.tsx";
import { countText, minuteTime } from "../time/wall-time.ts";
import styles from "./tube-card.module.css";

/** Tubes and persons of this shift, with the time that they stand for. */
export function ShiftCount({ counts }: { counts: SamplingView["counts"] }) {
  const { t } = useTranslation();
  const { tubes, people, sinceMs, asOfMs } = counts;
  return (
    <p className={styles.fact}>
      <span className={styles.label}>
        <span className={styles.title}>{t("sampling.shift")} </span>
        {t("sampling.shiftSpan", { since: minuteTime(sinceMs), asOf: minuteTime(asOfMs) })}
      </span>
      <span className={styles.value}>
        <MarkedText
          text={t("sampling.shiftCount", { tubes: countText(tubes), people: countText(people) })}
        />
      </span>
    </p>
  );
}
