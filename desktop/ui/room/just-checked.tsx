import type { PatrolView } from "@gatehouse/protocols/rpc/room-view";
import { useTranslation } from "react-i18next";
import { Sign } from "../sign/signs.tsx";
import { clockTime } from "../time/wall-time.ts";
import styles from "./just-checked.module.css";
import { reportOffer } from "./patrol.ts";

/** How long a check counts as news. */
const NEWS_MS = 10_000;

/** A point that was scanned while somebody types: it counts, too. */
export function JustChecked({ patrol, nowMs }: { patrol: PatrolView; nowMs: number }) {
  const { t } = useTranslation();
  const offer = reportOffer(patrol);
  const atMs = offer.can ? offer.point.checkedAtMs : null;
  if (!offer.can || atMs === null || nowMs - atMs > NEWS_MS) return null;
  return (
    <p className={styles.checked}>
      <Sign name="tick" />
      <b>{t("room.patrol.checked", { time: clockTime(atMs) })}</b>
      <span className={styles.place}>{offer.point.pointName}</span>
    </p>
  );
}
