import type { Condition } from "../../api/station-view.ts";
import type { BoardPart } from "./board-part.ts";
import { groupBySite, MANY_SILENT, type Site } from "./sites.ts";
import { useFittingCount } from "./use-fitting-count.ts";

/** One square per station, a tile per site. */
export function SiteTiles({ part }: { readonly part: BoardPart }) {
  const { t } = part.texts;
  const sites = groupBySite(part.view.stations);
  const { box, count } = useFittingCount<HTMLUListElement>();
  const hidden = sites.slice(count);
  const totalOf = (of: (site: Site) => number) =>
    hidden.reduce((total, site) => total + of(site), 0);
  const silent = totalOf((site) => site.counts.silent);
  const fault = totalOf((site) => site.counts.fault);
  return (
    <>
      <ul ref={box} className="sites">
        {sites.slice(0, count).map((site) => (
          <SiteTile key={site.name} site={site} part={part} />
        ))}
      </ul>
      <p className="legend">
        {hidden.length > 0 ? (
          <span>
            {t(silent + fault > 0 ? "stations.hidden" : "stations.hiddenWell", {
              sites: hidden.length,
              silent,
              fault,
            })}
          </span>
        ) : null}
        {(["online", "silent", "fault", "never"] as const).map((condition) => (
          <span key={condition}>
            <ConditionSquare condition={condition} />
            {t(`condition.${condition}`)}
          </span>
        ))}
        {part.view.stations.some((station) => station.isTraining) ? (
          <span>
            <ConditionSquare condition="online" isTraining />
            {t("duty.training")}
          </span>
        ) : null}
      </p>
    </>
  );
}

function SiteTile({ site, part }: { readonly site: Site; readonly part: BoardPart }) {
  const { t } = part.texts;
  const { silent, fault, never } = site.counts;
  const edge = fault > 0 ? "has-fault" : silent >= MANY_SILENT ? "has-silence" : "";
  const words = [
    silent > 0 ? `${t("condition.silent")} ${silent}` : "",
    fault > 0 ? `${t("condition.fault")} ${fault}` : "",
    never > 0 ? `${t("condition.never")} ${never}` : "",
  ].filter((word) => word !== "");
  return (
    <li className={`site ${edge}`}>
      <h3>
        <span className="tile-name">{site.name}</span>
        <span>{site.stations.length}</span>
      </h3>
      <div className={`squares ${densityOf(site.stations.length)}`} aria-hidden="true">
        {site.stations.map((station) => (
          <ConditionSquare
            key={station.stationId}
            condition={station.condition}
            isTraining={station.isTraining}
          />
        ))}
      </div>
      {words.length > 0 ? (
        <p>{words.join(t("comma"))}</p>
      ) : (
        <p className="word-online">{t("stations.allOnline")}</p>
      )}
    </li>
  );
}

/** Smaller squares for larger sites, so that all of them show. */
function densityOf(stations: number): string {
  if (stations <= 18) return "";
  return stations <= 32 ? "is-dense" : "is-densest";
}

function ConditionSquare(props: { readonly condition: Condition; readonly isTraining?: boolean }) {
  const training = props.isTraining ? " is-training" : "";
  return <i className={`square square-${props.condition}${training}`} />;
}
