import type { TableColumnsType } from "antd";
import type { StationCard } from "../../api/station-view.ts";
import type { BoardPart } from "../board/board-part.ts";
import { CONDITIONS } from "../board/condition.ts";
import { deviceText, unsentText } from "../board/station-texts.ts";
import { ConditionSign } from "../signs/sign.tsx";

/** Columns of the stations table. */
export function stationColumns(part: BoardPart): TableColumnsType<StationCard> {
  const { t, clock, age, count } = part.texts;
  return [
    {
      title: t("attention.station"),
      key: "place",
      sorter: (one, other) => placeOf(one).localeCompare(placeOf(other)),
      render: (_, station) => (
        <>
          <strong>{placeOf(station)}</strong>
          <span className="cell-note">
            {t(`role.${station.role}`)}
            {t("dot")}
            {station.stationId}
          </span>
        </>
      ),
    },
    {
      title: t("stations.state"),
      key: "state",
      sorter: (one, other) => severity(one) - severity(other),
      render: (_, station) => <StateCell station={station} part={part} />,
    },
    {
      title: t("stations.lastHeard"),
      key: "lastHeard",
      sorter: (one, other) => (one.receivedAtMs ?? 0) - (other.receivedAtMs ?? 0),
      render: (_, { receivedAtMs }) =>
        receivedAtMs === null ? (
          t("stations.neverHeard")
        ) : (
          <>
            {clock.moment(receivedAtMs, part.nowMs)}
            <span className="cell-note">{t("ago", { age: age(part.nowMs - receivedAtMs) })}</span>
          </>
        ),
    },
    {
      title: t("stations.unsent"),
      key: "unsent",
      sorter: (one, other) => (one.unsent ?? -1) - (other.unsent ?? -1),
      render: (_, station) => (
        <>
          {unsentText(station, part)}
          <LastKnown station={station} part={part} />
        </>
      ),
    },
    {
      title: t("stations.devices"),
      key: "devices",
      render: (_, station) => (
        <>
          {deviceText(station, part.texts)}
          <LastKnown station={station} part={part} />
        </>
      ),
    },
    {
      title: t("stations.scansToday"),
      key: "scansToday",
      align: "right",
      sorter: (one, other) => one.scansToday - other.scansToday,
      render: (_, station) => count(station.scansToday),
    },
    {
      title: t("stations.version"),
      key: "version",
      render: (_, station) => station.softwareVersion ?? t("none"),
    },
  ];
}

function StateCell({ station, part }: { readonly station: StationCard; readonly part: BoardPart }) {
  const { t, age } = part.texts;
  const { condition } = station;
  const isSilent = condition === "silent" && station.sinceMs !== null;
  return (
    <span className={`state state-${condition}`}>
      <ConditionSign condition={condition} />
      {t(`condition.${condition}`)}
      {isSilent ? ` ${age(part.nowMs - (station.sinceMs ?? part.nowMs))}` : ""}
      {station.storeOk === false ? (
        <span className="cell-note">
          {t("stations.store")} {t("stations.storeFailed")}
        </span>
      ) : null}
    </span>
  );
}

/** Says that a silent station's number is old. */
function LastKnown({ station, part }: { readonly station: StationCard; readonly part: BoardPart }) {
  if (station.presence !== "silent") return null;
  return <span className="cell-note">{part.texts.t("stations.lastKnown")}</span>;
}

function placeOf(station: StationCard): string {
  return `${station.siteName} ${station.laneName}`;
}

function severity(station: StationCard): number {
  return CONDITIONS.indexOf(station.condition);
}
