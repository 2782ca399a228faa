import type { ReadingView } from "@gatehouse/protocols/rpc/room-view";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useHotKeys } from "../screen/hot-keys.ts";
import { Sign } from "../sign/signs.tsx";
import { type ReadingPage, readingPage } from "./alerts.ts";
import styles from "./reading-grid.module.css";
import { ReadingTile } from "./reading-tile.tsx";

/** What the grid needs. */
export interface ReadingGridProps {
  readonly readings: readonly ReadingView[];
  readonly nowMs: number;
  /** A banner stands above: the tiles are lower. */
  readonly isShort: boolean;
}

/** A room with few readings shows them larger: it is read from afar. */
const SIZES = [
  { most: 2, size: "huge" },
  { most: 4, size: "large" },
] as const;

/** All readings in the order of the configuration, eight at a time; few of them get larger tiles. */
export function ReadingGrid({ readings, nowMs, isShort }: ReadingGridProps) {
  const { t } = useTranslation();
  const [wanted, setPage] = useState(0);
  const shown = readingPage(readings, wanted);
  if (readings.length === 0) return <NoProbes />;
  const isPaged = shown.pages > 1;
  const room = { 0: "roomy", 1: "short", 2: "tight" }[Number(isShort) + Number(isPaged)];
  return (
    <div className={styles.readings}>
      <ol
        className={styles.grid}
        aria-label={t("room.readings")}
        data-room={room}
        data-size={SIZES.find(({ most }) => readings.length <= most)?.size}
      >
        {shown.readings.map((reading) => (
          <ReadingTile
            key={`${reading.deviceId} ${reading.metric}`}
            reading={reading}
            nowMs={nowMs}
          />
        ))}
      </ol>
      {isPaged && <Pager shown={shown} onPage={setPage} />}
    </div>
  );
}

function NoProbes() {
  const { t } = useTranslation();
  return (
    <div className={styles.empty}>
      <h2 className={styles.emptyWord}>{t("room.noProbes")}</h2>
      <p>{t("room.noProbesHow")}</p>
    </div>
  );
}

function Pager({ shown, onPage }: { shown: ReadingPage; onPage: (page: number) => void }) {
  const { t } = useTranslation();
  const { page, pages, alertsElsewhere } = shown;
  const earlier = () => onPage(Math.max(0, page - 1));
  const later = () => onPage(Math.min(pages - 1, page + 1));
  useHotKeys({ PageUp: earlier, PageDown: later });
  return (
    <div className={styles.pager}>
      <PageButton cap="PgUp" word={t("room.earlier")} onPress={earlier} isEnd={page === 0} />
      <p className={styles.where}>
        <span>{t("room.page", { page: page + 1, pages })}</span>
        {alertsElsewhere > 0 && (
          <span className={styles.elsewhere}>
            <Sign name="warning" />
            {t("room.elsewhere", { amount: alertsElsewhere })}
          </span>
        )}
      </p>
      <PageButton cap="PgDn" word={t("room.later")} onPress={later} isEnd={page === pages - 1} />
    </div>
  );
}

function PageButton(props: { cap: string; word: string; onPress: () => void; isEnd: boolean }) {
  const { cap, word, onPress, isEnd } = props;
  return (
    <button
      type="button"
      className={styles.button}
      aria-disabled={isEnd}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onPress}
    >
      <kbd>{cap}</kbd>
      {word}
    </button>
  );
}
