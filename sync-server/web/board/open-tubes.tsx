import type { OpenTube } from "../../api/sampling-view.ts";
import type { BoardPart } from "./board-part.ts";
import { placeText } from "./station-texts.ts";
import { useFittingCount } from "./use-fitting-count.ts";

/** One row of tiles holds as many tubes; a second one opens beyond. */
const TUBES_IN_A_ROW = 2;

/** The tube that each table fills, longest open first; there is at least one. */
export function OpenTubes(part: BoardPart) {
  const { tubes } = part.view.sampling.open;
  const { box, count } = useFittingCount<HTMLUListElement>();
  const many = tubes.length > TUBES_IN_A_ROW ? " has-many" : "";
  return (
    <ul ref={box} className={`open-tubes${many}`}>
      {tubes.slice(0, count).map((tube) => (
        <OpenTubeTile key={tube.stationId} tube={tube} part={part} />
      ))}
    </ul>
  );
}

function OpenTubeTile({ tube, part }: { readonly tube: OpenTube; readonly part: BoardPart }) {
  const { t, clock } = part.texts;
  const { members, capacity, openedAtMs } = tube;
  const since = openedAtMs === null ? t("none") : clock.minute(openedAtMs, part.nowMs);
  return (
    <li className={tube.isLastKnown ? "open-tube is-stale" : "open-tube"}>
      <p>
        <span className="tile-name">{placeText(tube)}</span>
        {tube.isLastKnown ? <span>{t("stations.lastKnown")}</span> : null}
      </p>
      <p>
        <strong>{t("sampling.filling", { members, capacity })}</strong>
        <Level members={members} capacity={capacity} />
        <span className="open-since">{t("sampling.since", { time: since })}</span>
      </p>
    </li>
  );
}

/** A block for each place of the tube. */
function Level({ members, capacity }: { readonly members: number; readonly capacity: number }) {
  const places = Array.from({ length: capacity }, (_, at) => at + 1);
  return (
    <span className="level" aria-hidden="true">
      {places.map((place) => (
        <i key={place} className={place <= members ? "is-taken" : ""} />
      ))}
    </span>
  );
}
