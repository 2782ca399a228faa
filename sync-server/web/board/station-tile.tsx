import type { Condition, StationCard } from "../../api/station-view.ts";
import { ConditionSign } from "../signs/sign.tsx";
import type { BoardPart } from "./board-part.ts";
import { deviceText, unsentText } from "./station-texts.ts";

/** One station with its facts; what is not known is said, never shown as well. */
export function StationTile(props: { readonly station: StationCard; readonly part: BoardPart }) {
  const { station, part } = props;
  const { t } = part.texts;
  const { condition } = station;
  const lastKnown = condition === "silent" ? t("comma") + t("stations.lastKnown") : "";
  return (
    <li className={`tile tile-${condition}`}>
      <h3>
        <ConditionSign condition={condition} />
        <span className="tile-name">
          {station.siteName} {station.laneName}
        </span>
        <span className={`word-${condition}`}>{t(`condition.${condition}`)}</span>
      </h3>
      <dl>
        <Contact station={station} condition={condition} part={part} />
        <Fact label={t("stations.unsent")} text={unsentText(station, part)} />
        {station.storeOk === false ? (
          <Fact label={t("stations.store")} text={t("stations.storeFailed")} />
        ) : (
          <Fact label={t("stations.devices")} text={deviceText(station, part.texts) + lastKnown} />
        )}
      </dl>
    </li>
  );
}

function Contact(props: {
  readonly station: StationCard;
  readonly condition: Condition;
  readonly part: BoardPart;
}) {
  const { station, part } = props;
  const { t, clock, age } = part.texts;
  if (station.receivedAtMs === null) {
    const text = t("stations.neverHeard");
    return <Fact label={t("stations.lastHeard")} text={text} />;
  }
  const at = clock.moment(station.receivedAtMs, part.nowMs);
  const ago = t("ago", { age: age(part.nowMs - station.receivedAtMs) });
  return <Fact label={t("stations.lastHeard")} text={`${at}${t("comma")}${ago}`} />;
}

function Fact({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{text}</dd>
    </div>
  );
}
