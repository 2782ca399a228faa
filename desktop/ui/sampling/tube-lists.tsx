import type {
  ClosedTubeView,
  MemberView,
  SamplingView,
} from "@gatehouse/protocols/rpc/sampling-view";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { useFittingRows } from "../screen/fitting-rows.ts";
import { Sign, type SignName } from "../sign/signs.tsx";
import { clockTime, dayOrTime } from "../time/wall-time.ts";
import styles from "./tube-lists.module.css";

/** Lines of the list that the newest member, a closed tube and a heading take. */
const [NEWEST, TUBE, HEADING] = [2, 2, 1];

/** What the lists need. */
export interface TubeListsProps {
  readonly post: SamplingView;
  readonly nowMs: number;
}

/** Right column: who is in the open tube, newest first, and the last tubes in the lines that are left. */
export function TubeLists({ post, nowMs }: TubeListsProps) {
  const { t } = useTranslation();
  const { tube, lastTubes } = post;
  const list = useRef<HTMLDivElement>(null);
  const lines = useFittingRows(list);
  const members = tube?.members ?? [];
  const shown = Math.max(0, Math.min(members.length, lines - NEWEST + 1));
  const used = tube ? Math.max(1, shown === 0 ? 1 : shown + NEWEST - 1) + HEADING : 0;
  const fitting = Math.max(0, Math.floor((lines - used) / TUBE));
  return (
    <aside className={styles.card}>
      <header className={styles.head}>
        <h2>{t(tube ? "sampling.members.title" : "sampling.last.title")}</h2>
        {shown > 0 && <span>{shownWords(shown, members.length)}</span>}
      </header>
      <div className={styles.lines} ref={list}>
        {tube && <Members members={members.toReversed().slice(0, shown)} />}
        {tube && fitting > 0 && lastTubes.length > 0 && (
          <h2 className={styles.heading}>{t("sampling.last.title")}</h2>
        )}
        {!tube && lastTubes.length === 0 && <p>{t("sampling.last.none")}</p>}
        <ol>
          {lastTubes.slice(0, fitting).map((closed) => (
            <ClosedTube key={closed.tubeId} tube={closed} nowMs={nowMs} />
          ))}
        </ol>
      </div>
    </aside>
  );

  function shownWords(some: number, total: number): string {
    if (some === total) return t("sampling.members.all", { total });
    return t("sampling.members.some", { shown: some, total });
  }
}

function Members({ members }: { members: readonly MemberView[] }) {
  const { t } = useTranslation();
  if (members.length === 0) return <p>{t("sampling.members.none")}</p>;
  return (
    <ol className={styles.members}>
      {members.map(({ eventId, position, maskedTail, source, atMs }) => (
        <li key={eventId} className={styles.member}>
          <b>{position}</b>
          <span>{maskedTail}</span>
          <span>{t(`sampling.members.${source}`)}</span>
          <time>{clockTime(atMs)}</time>
        </li>
      ))}
    </ol>
  );
}

const STATE_SIGNS: Readonly<Record<ClosedTubeView["state"], SignName>> = {
  sealed: "tick",
  quarantined: "warning",
  voided: "undone",
};

function ClosedTube({ tube, nowMs }: { tube: ClosedTubeView; nowMs: number }) {
  const { t } = useTranslation();
  const { state, members, swabs } = tube;
  return (
    <li className={styles.closed} data-state={state}>
      <Sign name={STATE_SIGNS[state]} className={styles.sign} />
      <p>
        <b>{tube.tubeCode}</b>
        <span>
          {swabs === null
            ? t("sampling.last.voidedNumbers")
            : t("sampling.last.numbers", { members, swabs })}
        </span>
      </p>
      <p className={styles.state}>
        <b>{t(`sampling.last.${state}`)}</b>
        <time>{dayOrTime(tube.closedAtMs, nowMs)}</time>
      </p>
    </li>
  );
}
