import type {
  DutyView,
  LinkView,
  StationView,
  UnsentView,
} from "@gatehouse/protocols/rpc/station-view";
import { useTranslation } from "react-i18next";
import { Sign } from "../sign/signs.tsx";
import { deviceHealth } from "../state/health.ts";
import { ageOf } from "../time/age.ts";
import { clockTime, countText } from "../time/wall-time.ts";
import { useDeviceName } from "./device-name.ts";
import { useFaultWord } from "./fault-word.ts";
import { usePlaceName } from "./place-name.ts";
import styles from "./strip.module.css";

/** Top line of every station: place, link, unsent and its age, devices, clock. Quiet when well, specific when not. */
export function Strip({ view, nowMs }: { view: StationView; nowMs: number }) {
  const { t } = useTranslation();
  return (
    <header className={styles.strip}>
      <h1 className={styles.place}>{usePlaceName(view.place)}</h1>
      {view.mode === "training" && <b className={styles.training}>{t("duty.training")}</b>}
      <People duty={view.duty} />
      <div className={styles.facts}>
        <LinkFact link={view.link} />
        <UnsentFact unsent={view.unsent} nowMs={nowMs} />
        <DeviceFact view={view} />
        <time className={styles.clock}>{clockTime(nowMs)}</time>
      </div>
    </header>
  );
}

function People({ duty }: { duty: DutyView }) {
  const { t } = useTranslation();
  if (duty.state !== "on") return null;
  return (
    <p className={styles.people} data-fact="people">
      {duty.operators.map(({ operatorId, name, role }) => (
        <span key={operatorId} className={styles.person}>
          {name}
          <span className={styles.role}>
            {t("dot")}
            {t(`duty.role.${role}`)}
          </span>
        </span>
      ))}
    </p>
  );
}

function LinkFact({ link }: { link: LinkView }) {
  const { t } = useTranslation();
  const isWell = link.state === "online" || link.state === "connecting";
  return (
    <span className={isWell ? styles.fact : styles.badge} data-fact="link" data-state={link.state}>
      <Sign name={isWell ? "link" : "link-off"} />
      <span className={link.state === "online" ? styles.wellWord : undefined}>
        {t(`link.${link.state}`)}
      </span>
    </span>
  );
}

function UnsentFact({ unsent, nowMs }: { unsent: UnsentView; nowMs: number }) {
  const { t } = useTranslation();
  const age = unsent.oldestAtMs === null ? null : ageOf(nowMs - unsent.oldestAtMs);
  return (
    <span className={styles.fact} data-fact="unsent">
      <Sign name="up" />
      <span>
        {t("unsent.label")} <b>{countText(unsent.count)}</b>
        {unsent.count > 0 && age && (
          <>
            {t("dot")}
            {t("unsent.oldest")} <b>{t(`age.${age.unit}`, { amount: age.count })}</b>
          </>
        )}
      </span>
    </span>
  );
}

function DeviceFact({ view }: { view: StationView }) {
  const { t } = useTranslation();
  const health = deviceHealth(view.devices);
  const faultWord = useFaultWord();
  const deviceName = useDeviceName();
  if (health.kind === "fault") {
    return (
      <span className={styles.fault} data-fact="devices">
        <Sign name="warning" />
        <b>
          {deviceName(health.device)} {faultWord(health.device.code)}
        </b>
      </span>
    );
  }
  if (health.kind === "none") {
    return (
      <span className={styles.fact} data-fact="devices">
        <Sign name="scanner" />
        <span>{t("devices.none")}</span>
      </span>
    );
  }
  const ready = health.kind === "well" ? health.total : health.ready;
  return (
    <span className={styles.fact} data-fact="devices">
      <Sign name="scanner" />
      <span>
        {t("devices.label")}{" "}
        <b>
          {ready}/{health.total}
        </b>
      </span>
      <span className={health.kind === "well" ? styles.wellWord : undefined}>
        {t(`devices.${health.kind}`)}
      </span>
    </span>
  );
}
