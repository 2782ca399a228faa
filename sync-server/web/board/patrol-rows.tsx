import type { PatrolCard, PatrolCheck } from "../../api/room-view.ts";
import { AlarmSign } from "../signs/sign.tsx";
import type { BoardPart } from "./board-part.ts";

/** What patrols found in a room: today's count, the newest check, and the newest that was abnormal. */
export function PatrolRows({
  patrol,
  part,
}: {
  readonly patrol: PatrolCard;
  readonly part: BoardPart;
}) {
  const { t } = part.texts;
  const { newest, newestAbnormal, pointsToday, abnormalToday } = patrol;
  const counts = [
    t("rooms.pointsToday", { count: pointsToday }),
    ...(abnormalToday > 0 ? [t("rooms.abnormalToday", { count: abnormalToday })] : []),
  ];
  const isOther = newestAbnormal !== null && newestAbnormal.pointName !== newest?.pointName;
  return (
    <div className="patrol">
      <p>
        <span>{t("rooms.patrol")}</span>
        <span>{counts.join(t("comma"))}</span>
      </p>
      {newest ? <Check check={newest} part={part} /> : <p>{t("rooms.neverPatrolled")}</p>}
      {isOther ? <Check check={newestAbnormal} part={part} /> : null}
    </div>
  );
}

function Check({ check, part }: { readonly check: PatrolCheck; readonly part: BoardPart }) {
  const { t, clock } = part.texts;
  return (
    <p className="check">
      {check.note === null ? null : <AlarmSign />}
      <span className="free-text">
        {check.pointName} {check.note ?? t("rooms.normal")}
      </span>
      <time>{clock.moment(check.wallTimeMs, part.nowMs)}</time>
    </p>
  );
}
