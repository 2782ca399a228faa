import type { ReactNode } from "react";
import { AlarmSign, ConditionSign } from "../signs/sign.tsx";
import type { BoardPart } from "./board-part.ts";
import { countConditions } from "./condition.ts";

/** The few numbers that a room reads from afar, each with its age. */
export function KpiRow({ view, nowMs, texts }: BoardPart) {
  const { t, clock, count } = texts;
  const asOf = (atMs: number) => t("asOf", { time: clock.time(atMs) });
  return (
    <section className="kpis" aria-label={t("kpi.label")}>
      <StationKpi view={view} nowMs={nowMs} texts={texts} />
      <Kpi title={t("kpi.scans")} asOf={asOf(view.scansToday.asOfMs)}>
        <strong>{count(view.scansToday.count)}</strong>
        <span>{t("kpi.scansUnit")}</span>
      </Kpi>
      <TubeKpi view={view} nowMs={nowMs} texts={texts} />
      <Kpi title={t("kpi.unsent")} asOf={asOf(view.unsent.asOfMs)}>
        <strong>{count(view.unsent.count)}</strong>
        <span className="kpi-notes">
          {unsentNotes({ view, nowMs, texts }).map((note) => (
            <span key={note}>{note}</span>
          ))}
        </span>
      </Kpi>
      <AlarmKpi view={view} nowMs={nowMs} texts={texts} />
    </section>
  );
}

function StationKpi({ view, texts }: BoardPart) {
  const { t, clock, count } = texts;
  const counts = countConditions(view.stations);
  const heading = t("kpi.stations", { count: view.stations.length });
  const never = counts.never > 0 ? t("dot") + t("kpi.never", { count: counts.never }) : "";
  return (
    <Kpi title={heading + never} asOf={t("asOf", { time: clock.time(view.nowMs) })}>
      {(["online", "silent", "fault"] as const).map((condition) => (
        <span key={condition} className={counts[condition] > 0 ? "kpi-part" : "kpi-part is-zero"}>
          <ConditionSign condition={condition} />
          <strong>{count(counts[condition])}</strong>
          <span>{t(`condition.${condition}`)}</span>
        </span>
      ))}
    </Kpi>
  );
}

/** Where nothing is sampled, that is said: 0 tubes would look like a standstill. */
function TubeKpi({ view, texts }: BoardPart) {
  const { t, clock, count } = texts;
  const { tables, today, asOfMs } = view.sampling;
  const isNone = tables === 0 && today.tubes === 0;
  return (
    <Kpi title={t("kpi.tubes")} asOf={t("asOf", { time: clock.time(asOfMs) })}>
      <strong>{isNone ? t("none") : count(today.tubes)}</strong>
      {isNone ? (
        <span>{t("kpi.noTable")}</span>
      ) : (
        <span className="kpi-notes">
          <span>{t("kpi.tubesUnit")}</span>
          <span>{t("kpi.people", { count: today.people, number: count(today.people) })}</span>
        </span>
      )}
    </Kpi>
  );
}

/** What was raised, and what could not be taken and waits for a person. */
function AlarmKpi({ view, texts }: BoardPart) {
  const { t, clock, count } = texts;
  const { alarms, quarantined } = view;
  return (
    <Kpi title={t("kpi.trouble")} asOf={t("asOf", { time: clock.time(alarms.asOfMs) })}>
      <span className={alarms.count > 0 ? "kpi-part" : "kpi-part is-zero"}>
        <AlarmSign />
        <strong>{count(alarms.count)}</strong>
        <span>{t("kpi.alarms")}</span>
      </span>
      <span className={quarantined.count > 0 ? "kpi-part" : "kpi-part is-zero"}>
        <strong>{count(quarantined.count)}</strong>
        <span>{t("kpi.heldBack")}</span>
      </span>
    </Kpi>
  );
}

function Kpi(props: {
  readonly title: string;
  readonly asOf: string;
  readonly children: ReactNode;
}) {
  return (
    <article className="panel kpi">
      <h2>{props.title}</h2>
      <span className="as-of">{props.asOf}</span>
      <p className="kpi-figures">{props.children}</p>
    </article>
  );
}

function unsentNotes({ view, nowMs, texts }: BoardPart): readonly string[] {
  const { t, age, count } = texts;
  const { oldestAtMs, lastKnownCount, unknownStations } = view.unsent;
  const notes: string[] = [];
  if (oldestAtMs !== null) notes.push(t("kpi.unsentOldest", { age: age(nowMs - oldestAtMs) }));
  if (lastKnownCount > 0) notes.push(t("kpi.unsentLastKnown", { count: count(lastKnownCount) }));
  else if (unknownStations > 0) notes.push(t("kpi.unsentUnknown", { count: unknownStations }));
  const isAllConfirmed = view.unsent.count === 0 && unknownStations < view.stations.length;
  if (notes.length === 0) notes.push(isAllConfirmed ? t("kpi.unsentNone") : t("kpi.unsentUnit"));
  return notes;
}
