import type { StationCard } from "../../api/station-view.ts";
import { ConditionSign } from "../signs/sign.tsx";
import type { BoardPart } from "./board-part.ts";
import { faultText } from "./station-texts.ts";
import { useFittingCount } from "./use-fitting-count.ts";

/** Stations that are silent or faulty, longest silence first. */
export function AttentionPanel(part: BoardPart) {
  const { t } = part.texts;
  const { box, count } = useFittingCount<HTMLUListElement>();
  const troubled = troubledStations(part.view.stations);
  const isEveryOneOnline =
    part.view.stations.length > 0 &&
    part.view.stations.every((station) => station.presence === "online");
  // The last row says how many more there are.
  const shown = troubled.length > count ? troubled.slice(0, count - 1) : troubled;
  return (
    <section className="panel" aria-labelledby="attention-title">
      <div className="panel-head">
        <h2 id="attention-title">{t("attention.title")}</h2>
        <span className="as-of">{troubled.length > 0 ? t("attention.note") : null}</span>
      </div>
      <ul ref={box} className="rows">
        {troubled.length === 0 ? (
          <li className="row">
            {isEveryOneOnline ? <ConditionSign condition="online" /> : null}
            <span>{isEveryOneOnline ? t("attention.allWell") : t("attention.waiting")}</span>
          </li>
        ) : null}
        {shown.map((station) => (
          <AttentionRow key={station.stationId} station={station} part={part} />
        ))}
        {shown.length < troubled.length ? (
          <li className="row">{t("attention.more", { count: troubled.length - shown.length })}</li>
        ) : null}
      </ul>
    </section>
  );
}

function AttentionRow({
  station,
  part,
}: {
  readonly station: StationCard;
  readonly part: BoardPart;
}) {
  const { t, age, count } = part.texts;
  const { condition } = station;
  const unsent = station.unsent === null ? t("none") : count(station.unsent);
  return (
    <li className="row">
      <ConditionSign condition={condition} />
      <span className="row-main">
        <span>
          {station.siteName} {station.laneName}
        </span>
        <span className="row-note">
          {condition === "fault"
            ? faultText(station, part.texts)
            : `${t("attention.unsent")} ${unsent}`}
        </span>
      </span>
      <span className="row-age">
        {station.sinceMs === null ? "" : age(part.nowMs - station.sinceMs)}
      </span>
    </li>
  );
}

function troubledStations(stations: readonly StationCard[]): readonly StationCard[] {
  return stations
    .filter(({ condition }) => condition === "silent" || condition === "fault")
    .toSorted((one, other) => (one.sinceMs ?? Infinity) - (other.sinceMs ?? Infinity));
}
