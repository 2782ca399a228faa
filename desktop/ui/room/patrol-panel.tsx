import type { PatrolPointView, PatrolView } from "@gatehouse/protocols/rpc/room-view";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { useFittingRows } from "../screen/fitting-rows.ts";
import { Sign } from "../sign/signs.tsx";
import { minuteTime } from "../time/wall-time.ts";
import { fittingPoints } from "./patrol.ts";
import styles from "./patrol-panel.module.css";
import { ageText } from "./reading-text.ts";

/** What the patrol list needs. */
export interface PatrolPanelProps {
  readonly patrol: PatrolView;
  readonly nowMs: number;
}

/** This round's points: what was checked and when, what was abnormal, what is left and how long. */
export function PatrolPanel({ patrol, nowMs }: PatrolPanelProps) {
  const { t } = useTranslation();
  const list = useRef<HTMLOListElement>(null);
  const lines = useFittingRows(list);
  const points = fittingPoints(patrol, lines);
  const hidden = patrol.points.length - points.length;
  return (
    <section className={styles.panel} aria-label={t("room.patrol.title")}>
      <PatrolHead patrol={patrol} nowMs={nowMs} />
      <ol ref={list} className={styles.list}>
        {points.map((point) => (
          <PointRow
            key={point.pointCode}
            point={point}
            isNewest={point.pointCode === patrol.latest?.pointCode}
          />
        ))}
        {lines > 0 && hidden > 0 && (
          <li className={styles.more}>{t("room.patrol.more", { amount: hidden })}</li>
        )}
      </ol>
    </section>
  );
}

function PatrolHead({ patrol, nowMs }: PatrolPanelProps) {
  const { t } = useTranslation();
  const { points, roundStartedAtMs, roundEndsAtMs } = patrol;
  const done = points.filter(({ checkedAtMs }) => checkedAtMs !== null).length;
  const [from, next] = [minuteTime(roundStartedAtMs), minuteTime(roundEndsAtMs)];
  const isDone = done === points.length;
  return (
    <header className={styles.head}>
      <h2>
        {t("room.patrol.title")}
        {points.length > 0 && (
          <b data-fact="patrol">
            {done} / {points.length}
          </b>
        )}
      </h2>
      {points.length === 0 ? (
        <p className={styles.none}>{t("room.patrol.none")}</p>
      ) : (
        <>
          <span>{t("room.patrol.rest", { age: ageText(t, roundEndsAtMs - nowMs) })}</span>
          <p className={styles.round}>
            {t(isDone ? "room.patrol.done" : "room.patrol.round", { from, next })}
          </p>
        </>
      )}
    </header>
  );
}

function PointRow({ point, isNewest }: { point: PatrolPointView; isNewest: boolean }) {
  const { t } = useTranslation();
  const { pointName, checkedAtMs, note } = point;
  return (
    <li className={isNewest ? styles.newest : styles.point} data-point={point.pointCode}>
      <p className={styles.row}>
        {checkedAtMs === null ? <i className={styles.box} /> : <Sign name="tick" />}
        <span className={styles.place}>{pointName}</span>
        <span className={styles.when}>
          {checkedAtMs === null
            ? t("room.patrol.scan")
            : t(isNewest ? "room.patrol.justNow" : "room.patrol.checked", {
                time: minuteTime(checkedAtMs),
              })}
        </span>
      </p>
      {note !== null && (
        <p className={styles.note}>
          <Sign name="warning" />
          <span className={styles.anyLength}>{note}</span>
        </p>
      )}
    </li>
  );
}
