import type { ReadingView } from "@gatehouse/protocols/rpc/room-view";
import { useTranslation } from "react-i18next";
import { Sign } from "../sign/signs.tsx";
import { clockTime, minuteTime } from "../time/wall-time.ts";
import { ageText, crossedLimit, limitsText, UNITS, valueText } from "./reading-text.ts";
import styles from "./reading-tile.module.css";
import { Sparkline } from "./sparkline.tsx";

/** What a tile needs. */
export interface ReadingTileProps {
  readonly reading: ReadingView;
  readonly nowMs: number;
}

const LOOKS = {
  within: styles.within,
  above: styles.beyond,
  below: styles.beyond,
  silent: styles.silent,
} as const;
const SIGNS = { within: "tick", above: "warning", below: "warning", silent: "stale" } as const;

/** One reading with its state in words, its limits and its age. Silence never looks like a value. */
export function ReadingTile({ reading, nowMs }: ReadingTileProps) {
  const { t } = useTranslation();
  const { state } = reading;
  return (
    <li className={LOOKS[state]} data-state={state}>
      <h2 className={styles.name}>
        <span className={styles.place}>{reading.name}</span>
        <span>{t(`room.metric.${reading.metric}`)}</span>
      </h2>
      <p className={styles.state}>
        <span className={styles.word}>
          <Sign name={SIGNS[state]} />
          {t(`room.state.${state}`)}
        </span>
        {crossedLimit(reading) !== null && (
          <span>{t("room.since", { time: minuteTime(reading.sinceMs) })}</span>
        )}
      </p>
      {state === "silent" ? (
        <Silence reading={reading} nowMs={nowMs} />
      ) : (
        <Measured reading={reading} />
      )}
      {reading.atMs !== null && (
        <p className={styles.asOf}>{t("rail.asOf", { time: clockTime(reading.atMs) })}</p>
      )}
    </li>
  );
}

function Measured({ reading }: { reading: ReadingView }) {
  const { t } = useTranslation();
  const { value, metric } = reading;
  return (
    <>
      <p className={styles.value}>
        {/* What was never measured is no zero. */}
        <b>{value === null ? "—" : valueText(value)}</b> <span>{UNITS[metric]}</span>
      </p>
      <p className={styles.limits}>{limitsText(t, reading.limits)}</p>
      <Sparkline reading={reading} />
    </>
  );
}

function Silence({ reading, nowMs }: ReadingTileProps) {
  const { t } = useTranslation();
  const { value, metric, sinceMs } = reading;
  const last = value === null ? null : `${valueText(value)} ${UNITS[metric]}`;
  return (
    <>
      <p className={styles.stale}>
        <b>{t("room.stale")}</b>
      </p>
      <p className={styles.limits}>
        <span>{t("room.lasting", { age: ageText(t, nowMs - sinceMs) })}</span>
      </p>
      <p className={styles.last}>
        <span>{last === null ? t("room.never") : t("room.last", { value: last })}</span>
      </p>
    </>
  );
}
