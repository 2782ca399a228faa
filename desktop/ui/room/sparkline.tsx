import type { ReadingView } from "@gatehouse/protocols/rpc/room-view";
import { useTranslation } from "react-i18next";
import { ageText, crossedLimit } from "./reading-text.ts";
import styles from "./sparkline.module.css";
import { heightOf, trendPath, trendScale } from "./trend-line.ts";

/** The last hour of a reading on its fixed scale; the limit shows only while it is crossed. */
export function Sparkline({ reading }: { reading: ReadingView }) {
  const { t } = useTranslation();
  const { metric, limits, trend, trendPeriodMs } = reading;
  const scale = trendScale(metric, limits);
  const limit = crossedLimit(reading);
  const width = Math.max(1, trend.length - 1);
  return (
    <svg
      className={styles.chart}
      viewBox={`0 0 ${width} 100`}
      preserveAspectRatio="none"
      role="img"
      aria-label={t("room.trend", { age: ageText(t, trend.length * trendPeriodMs) })}
    >
      {limit !== null && (
        <path d={`M0 ${heightOf(limit, scale)}H${width}`} className={styles.limit} />
      )}
      <path
        d={trendPath(trend, scale)}
        className={limit === null ? styles.line : styles.crossing}
      />
    </svg>
  );
}
