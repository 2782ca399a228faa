import type { Condition, StationCard } from "../../api/station-view.ts";
import { RoleSign } from "../signs/role-sign.tsx";
import { ConditionSign } from "../signs/sign.tsx";
import type { BoardPart } from "./board-part.ts";
import { deviceName, deviceText, dutyText, placeText, unsentText } from "./station-texts.ts";

/** More would not fit a tile of a small screen. */
const DEVICES_NAMED = 3;

interface TileProps {
  readonly station: StationCard;
  readonly part: BoardPart;
  /** True where there is room to name each device. */
  readonly isRoomy: boolean;
}

/** One station with its facts; what is not known is said, never shown as well. */
export function StationTile(props: TileProps) {
  const { station, part } = props;
  const { t } = part.texts;
  const { condition } = station;
  return (
    <li className={`tile tile-${condition}${station.isTraining ? " is-training" : ""}`}>
      <h3>
        <ConditionSign condition={condition} />
        <span className="tile-name">{placeText(station)}</span>
        <span className={`word-${condition}`}>{t(`condition.${condition}`)}</span>
      </h3>
      <dl>
        <div>
          <dt className="tile-role">
            <RoleSign role={station.role} />
            {t(`duty.post.${station.role}`)}
            {station.isTraining ? (
              <span className="word-training">{t("duty.training")}</span>
            ) : null}
          </dt>
          <dd className="tile-name">{dutyText(station, part.texts)}</dd>
        </div>
        <Contact station={station} condition={condition} part={part} />
        <Fact label={t("stations.unsent")} text={unsentText(station, part)} />
        {station.storeOk === false ? (
          <Fact label={t("stations.store")} text={t("stations.storeFailed")} />
        ) : (
          <Devices {...props} />
        )}
      </dl>
    </li>
  );
}

function Devices({ station, part, isRoomy }: TileProps) {
  const { t } = part.texts;
  const said = (text: string) =>
    station.presence === "silent" ? t("stations.asLastKnown", { text }) : text;
  if (!isRoomy || station.devices.length === 0) {
    return <Fact label={t("stations.devices")} text={said(deviceText(station, part.texts))} />;
  }
  return station.devices
    .slice(0, DEVICES_NAMED)
    .map((device) => (
      <Fact
        key={device.deviceId}
        label={deviceName(device, part.texts)}
        text={said(t(`stations.${device.state}`))}
      />
    ));
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
