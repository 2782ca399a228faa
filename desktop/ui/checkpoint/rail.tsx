import type { CheckpointView, ScanView } from "@gatehouse/protocols/rpc/checkpoint-view";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { useFittingRows } from "../screen/fitting-rows.ts";
import { Sign } from "../sign/signs.tsx";
import { clockTime, countText, minuteTime } from "../time/wall-time.ts";
import styles from "./rail.module.css";

/** What the rail needs. */
export interface RailProps {
  readonly recent: readonly ScanView[];
  readonly today: CheckpointView["today"];
}

/** Right column: the newest scans, as many whole rows as fit, and today's count. */
export function Rail({ recent, today }: RailProps) {
  const { t } = useTranslation();
  const list = useRef<HTMLOListElement>(null);
  const rows = useFittingRows(list);
  return (
    <aside className={styles.rail}>
      <h2 className={styles.heading}>{t("rail.recent")}</h2>
      <ol className={styles.list} ref={list}>
        {recent.length === 0 && <li className={styles.empty}>{t("rail.empty")}</li>}
        {recent.slice(0, rows).map((scan) => (
          <RecentRow key={scan.eventId} scan={scan} />
        ))}
      </ol>
      <section className={styles.today}>
        <h2 className={styles.heading}>
          {t("rail.today")}
          <span className={styles.asOf}>{t("rail.asOf", { time: minuteTime(today.asOfMs) })}</span>
        </h2>
        <p className={styles.count}>
          <b>{countText(today.scans)}</b> {t("rail.people")}
        </p>
      </section>
    </aside>
  );
}

function RecentRow({ scan }: { scan: ScanView }) {
  const { t } = useTranslation();
  return (
    <li className={scan.voided ? styles.voided : styles.row}>
      <Sign name={scan.voided ? "undone" : "tick"} />
      <time>
        {minuteTime(scan.atMs)}
        <span className={styles.seconds}>{clockTime(scan.atMs).slice(5)}</span>
      </time>
      <span className={styles.word}>{t(scan.voided ? "rail.voided" : "rail.recorded")}</span>
      <span className={styles.tail}>{scan.maskedTail}</span>
    </li>
  );
}
