import type { BoardPart } from "./board-part.ts";
import { SiteTiles } from "./site-tiles.tsx";
import { StationTile } from "./station-tile.tsx";
import { useFittingCount } from "./use-fitting-count.ts";

/** So few stations leave room for all that is known of each. */
const ROOMY_STATIONS = 4;

/** All stations: a tile each while they fit, else one square each, by site. */
export function StationPanel(part: BoardPart) {
  const { t, clock } = part.texts;
  const { stations } = part.view;
  const { box, count } = useFittingCount<HTMLUListElement>();
  const doFit = stations.length <= count;
  const isRoomy = stations.length <= ROOMY_STATIONS;
  const asOf = t("asOf", { time: clock.time(part.view.nowMs) });
  return (
    <section className="panel station-panel" aria-labelledby="stations-title">
      <div className="panel-head">
        <h2 id="stations-title">{t("stations.title")}</h2>
        <span className="as-of">
          {doFit ? asOf : `${t("stations.squares")}${t("comma")}${asOf}`}
        </span>
      </div>
      {stations.length === 0 ? <NoStation part={part} /> : null}
      {/* Kept while squares are shown: what is measured is this list. */}
      <ul ref={box} className="tiles" aria-hidden={!doFit} data-shown={doFit} data-roomy={isRoomy}>
        {(doFit ? stations : stations.slice(0, 1)).map((station) => (
          <StationTile key={station.stationId} station={station} part={part} isRoomy={isRoomy} />
        ))}
      </ul>
      {doFit ? null : <SiteTiles part={part} />}
    </section>
  );
}

function NoStation({ part }: { readonly part: BoardPart }) {
  const { t } = part.texts;
  return (
    <div className="empty">
      <strong>{t("stations.emptyTitle")}</strong>
      <p>{t("stations.emptyText")}</p>
      <code>{t("stations.inviteCommand")}</code>
    </div>
  );
}
