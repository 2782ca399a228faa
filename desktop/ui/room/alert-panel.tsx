import type { ReadingView } from "@gatehouse/protocols/rpc/room-view";
import { type CSSProperties, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useFittingRows } from "../screen/fitting-rows.ts";
import { Sign } from "../sign/signs.tsx";
import { minuteTime } from "../time/wall-time.ts";
import styles from "./alert-panel.module.css";
import { alertsOf } from "./alerts.ts";
import { ageText, crossedLimit, UNITS, valueText } from "./reading-text.ts";

/** What the alerts need. */
export interface AlertPanelProps {
  readonly readings: readonly ReadingView[];
  readonly nowMs: number;
}

/** Everything that somebody has to look at, the worst and oldest first, as many as fit. */
export function AlertPanel({ readings, nowMs }: AlertPanelProps) {
  const { t } = useTranslation();
  const list = useRef<HTMLOListElement>(null);
  const rows = useFittingRows(list);
  const alerts = alertsOf(readings);
  const amount = alerts.length;
  return (
    <section className={styles.panel} aria-label={t("room.alert.title")}>
      <header className={styles.head}>
        <h2>{t("room.alert.title")}</h2>
        {amount > 0 && (
          <span>
            {rows < amount
              ? t("room.alert.shown", { amount, shown: rows })
              : t("room.alert.count", { amount })}
          </span>
        )}
      </header>
      {amount === 0 && (
        <p className={styles.none}>
          {t(readings.length === 0 ? "room.alert.noReadings" : "room.alert.none")}
        </p>
      )}
      <ol ref={list} className={styles.list} style={{ "--amount": amount } as CSSProperties}>
        {alerts.slice(0, rows).map((reading) => (
          <AlertRow key={`${reading.deviceId} ${reading.metric}`} reading={reading} nowMs={nowMs} />
        ))}
      </ol>
    </section>
  );
}

function AlertRow({ reading, nowMs }: { reading: ReadingView; nowMs: number }) {
  const { t } = useTranslation();
  const { name, metric, state, sinceMs, value } = reading;
  const isSilent = state === "silent";
  const limit = crossedLimit(reading);
  return (
    <li className={isSilent ? styles.silent : styles.beyond} data-alert={state}>
      <p className={styles.what}>
        <Sign name={isSilent ? "stale" : "warning"} />
        <b className={styles.place}>{name}</b>
        <b>{t(`room.metric.${metric}`)}</b>
        <b className={styles.now}>
          {isSilent || value === null
            ? t("room.state.silent")
            : `${valueText(value)} ${UNITS[metric]}`}
        </b>
      </p>
      <p className={styles.since}>
        <span>
          {state === "above" || state === "below"
            ? t(`room.alert.${state}`, { limit: `${limit} ${UNITS[metric]}` })
            : t("room.alert.silent")}
        </span>
        <span>{t("room.since", { time: minuteTime(sinceMs) })}</span>
        <span>{t("room.alert.lasting", { age: ageText(t, nowMs - sinceMs) })}</span>
      </p>
    </li>
  );
}
