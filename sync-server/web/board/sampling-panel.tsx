import type { ClosedTube } from "../../api/sampling-view.ts";
import { AlarmSign } from "../signs/sign.tsx";
import type { BoardPart } from "./board-part.ts";
import { OpenTubes } from "./open-tubes.tsx";
import { placeText } from "./station-texts.ts";
import { tubeCounts } from "./tube-texts.ts";
import { useFittingCount } from "./use-fitting-count.ts";

/** The tubes that tables fill, and those that were closed last. */
export function SamplingPanel(part: BoardPart) {
  const { t, clock } = part.texts;
  const { tables, open, closed, asOfMs } = part.view.sampling;
  const asOf = t("asOf", { time: clock.time(asOfMs) });
  const isQuiet = open.count === 0 && closed.length === 0;
  const atWork = open.count > 0 ? t("sampling.open", { count: open.count }) + t("comma") : "";
  return (
    <section
      className={isQuiet ? "panel is-quiet" : "panel sampling-panel"}
      aria-labelledby="sampling-title"
    >
      <div className="panel-head">
        <h2 id="sampling-title">{t("sampling.title")}</h2>
        <span className="as-of">{atWork + asOf}</span>
      </div>
      {isQuiet ? (
        <p className="quiet-line">{tables === 0 ? t("sampling.noTable") : t("sampling.noTube")}</p>
      ) : (
        <>
          {open.tubes.length > 0 ? <OpenTubes {...part} /> : null}
          {closed.length > 0 ? <ClosedTubes {...part} /> : null}
        </>
      )}
    </section>
  );
}

function ClosedTubes(part: BoardPart) {
  const { box, count } = useFittingCount<HTMLOListElement>();
  return (
    <ol ref={box} className="feed">
      {part.view.sampling.closed.slice(0, count).map((tube) => (
        <ClosedRow key={`${tube.stationId} ${tube.tubeId}`} tube={tube} part={part} />
      ))}
    </ol>
  );
}

function ClosedRow({ tube, part }: { readonly tube: ClosedTube; readonly part: BoardPart }) {
  const { t, clock } = part.texts;
  const { closedAtMs, state } = tube;
  return (
    <li className={`tube-row tube-${state}`}>
      <time>{closedAtMs === null ? t("none") : clock.moment(closedAtMs, part.nowMs)}</time>
      <span className="tube-code tile-name">{tube.tubeCode}</span>
      <span className="tube-place tile-name">{placeText(tube)}</span>
      <span className="tube-counts">{tubeCounts(tube, part.texts)}</span>
      <span className="tube-state">
        {state === "quarantined" ? <AlarmSign /> : null}
        <span>{t(`sampling.state.${state}`)}</span>
      </span>
    </li>
  );
}
