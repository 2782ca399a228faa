import { Table } from "antd";
import { useMemo } from "react";
import type { BoardPart } from "../board/board-part.ts";
import { countConditions } from "../board/condition.ts";
import { stationColumns } from "./station-columns.tsx";

/** A screen's worth and more; a city's stations take a few pages. */
const ROWS_ON_A_PAGE = 50;

/** Every station with its facts, sortable. */
export function StationsPage(part: BoardPart) {
  const { t } = part.texts;
  const { view, nowMs, texts } = part;
  const columns = useMemo(() => stationColumns({ view, nowMs, texts }), [view, nowMs, texts]);
  return (
    <div className="office-content">
      <h1>{t("nav.stations")}</h1>
      <FactStrip {...part} />
      <section className="office-card" aria-label={t("stations.title")}>
        {view.stations.length === 0 ? (
          <div className="office-empty">
            <strong>{t("stations.emptyTitle")}</strong>
            <p>{t("stations.emptyText")}</p>
            <code>{t("stations.inviteCommand")}</code>
          </div>
        ) : (
          <Table
            rowKey="stationId"
            columns={columns}
            dataSource={view.stations}
            showSorterTooltip={false}
            pagination={view.stations.length > ROWS_ON_A_PAGE && { pageSize: ROWS_ON_A_PAGE }}
          />
        )}
      </section>
    </div>
  );
}

function FactStrip({ view, nowMs, texts }: BoardPart) {
  const { t, clock, age, count } = texts;
  const counts = countConditions(view.stations);
  const asOf = t("asOf", { time: clock.time(view.nowMs) });
  const oldest = view.unsent.oldestAtMs;
  const facts = [
    { label: t("condition.online"), value: counts.online, note: asOf },
    { label: t("condition.silent"), value: counts.silent, note: asOf },
    { label: t("condition.fault"), value: counts.fault, note: asOf },
    { label: t("kpi.scans"), value: view.scansToday.count, note: asOf },
    {
      label: t("kpi.unsent"),
      value: view.unsent.count,
      note: oldest === null ? asOf : t("kpi.unsentOldest", { age: age(nowMs - oldest) }),
    },
    { label: t("kpi.quarantined"), value: view.quarantined.count, note: asOf },
  ];
  return (
    <dl className="office-facts" aria-label={t("stations.facts")}>
      {facts.map((fact) => (
        <div key={fact.label}>
          <dt>{fact.label}</dt>
          <dd className="fact-value">{count(fact.value)}</dd>
          <dd className="fact-note">{fact.note}</dd>
        </div>
      ))}
    </dl>
  );
}
