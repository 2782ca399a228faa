import type { OpenTubeView, SamplingView } from "@gatehouse/protocols/rpc/sampling-view";
import { useTranslation } from "react-i18next";
import { Sign } from "../sign/signs.tsx";
import { runningTime } from "../time/wall-time.ts";
import { usePoolName } from "./pool-name.ts";
import { PositionBlocks } from "./position-blocks.tsx";
import { ShiftCount } from "./shift-count.tsx";
import styles from "./tube-card.module.css";
import { TubeDrawing } from "./tube-drawing.tsx";

/** A tube that is open longer should be sealed: the swabs in it dry. */
const LONG_MS = 10 * 60_000;

/** What the card needs. */
export interface OpenTubeCardProps {
  readonly tube: OpenTubeView;
  readonly counts: SamplingView["counts"];
  readonly nowMs: number;
}

/** The tube that is being filled: its code, how full it is, which place is next, how long it is open. */
export function OpenTubeCard({ tube, counts, nowMs }: OpenTubeCardProps) {
  const { t } = useTranslation();
  const poolName = usePoolName();
  const { capacity, members, tubeCode } = tube;
  const total = members.length;
  return (
    <section className={styles.card} data-card="tube" aria-label={t("sampling.tube.code")}>
      <TubeDrawing members={total} capacity={capacity} />
      <div className={styles.body}>
        <p className={styles.labels}>
          <span>{t("sampling.tube.code")}</span>
          <span>{poolName(capacity)}</span>
        </p>
        <p className={styles.values}>
          <b>{tubeCode}</b>
          <span
            role="img"
            className={styles.count}
            aria-label={t("sampling.tube.level", { members: total, capacity })}
          >
            <b>{total}</b> / {capacity}
          </span>
        </p>
        <PositionBlocks capacity={capacity} taken={total} />
        <div className={styles.foot}>
          <TimeUsed usedMs={nowMs - tube.openedAtMs} />
          <ShiftCount counts={counts} />
        </div>
      </div>
    </section>
  );
}

function TimeUsed({ usedMs }: { usedMs: number }) {
  const { t } = useTranslation();
  const isLong = usedMs >= LONG_MS;
  return (
    <div className={isLong ? styles.usedLong : styles.fact}>
      {isLong && <Sign name="warning" className={styles.warning} />}
      <p>
        <span className={styles.label}>{t(isLong ? "sampling.usedLong" : "sampling.used")}</span>
        <b className={styles.value}>{runningTime(usedMs)}</b>
      </p>
    </div>
  );
}
