import type { PoolSize } from "@gatehouse/protocols/event/pool-sizes";
import { POOL_SIZES } from "@gatehouse/protocols/event/pool-sizes";
import type { SamplingView } from "@gatehouse/protocols/rpc/sampling-view";
import { useTranslation } from "react-i18next";
import { usePoolName } from "./pool-name.ts";
import { ShiftCount } from "./shift-count.tsx";
import styles from "./tube-card.module.css";
import { TubeDrawing } from "./tube-drawing.tsx";

/** What the card needs. */
export interface NextTubeCardProps {
  readonly post: SamplingView;
  readonly onChoose: (size: PoolSize) => void;
}

/** No tube is open: how many the next one takes, how that is changed, how it is opened. */
export function NextTubeCard({ post, onChoose }: NextTubeCardProps) {
  const { t } = useTranslation();
  const poolName = usePoolName();
  const { poolSize } = post;
  return (
    <section className={styles.card} data-card="next" aria-label={t("sampling.tube.next")}>
      <TubeDrawing members={null} capacity={poolSize} />
      <div className={styles.body}>
        <p className={styles.labels}>
          <span>{t("sampling.tube.next")}</span>
          <span className={styles.change}>
            <kbd>F3</kbd> {t("sampling.tube.change")}
          </span>
        </p>
        <p className={styles.values}>
          <b>{poolName(poolSize)}</b>
        </p>
        <p className={styles.how}>
          {poolSize === 1 ? t("sampling.tube.howOne") : t("sampling.tube.how", { size: poolSize })}
        </p>
        <fieldset className={styles.sizes} aria-label={t("sampling.tube.size")}>
          {POOL_SIZES.map((size) => (
            <button
              key={size}
              type="button"
              className={styles.size}
              aria-pressed={size === poolSize}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onChoose(size)}
            >
              {poolName(size)}
            </button>
          ))}
        </fieldset>
        <div className={styles.foot}>
          <ShiftCount counts={post.counts} />
        </div>
      </div>
    </section>
  );
}
