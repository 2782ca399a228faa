import type { DeviceView, LinkView } from "@gatehouse/protocols/rpc/station-view";
import { useTranslation } from "react-i18next";
import { Sign } from "../sign/signs.tsx";
import type { BannerChoice } from "../state/health.ts";
import { ageOf, faultAge } from "../time/age.ts";
import { errorWords } from "../words/error-words.ts";
import styles from "./banner.module.css";
import { useDeviceName } from "./device-name.ts";
import { useFaultWord } from "./fault-word.ts";

/** What a banner needs. */
export interface BannerProps {
  readonly banner: BannerChoice;
  readonly nowMs: number;
  readonly onManual: () => void;
}

/** One line over the stage: what is wrong, since when, what to do. One at a time. */
export function Banner({ banner, nowMs, onManual }: BannerProps) {
  switch (banner?.kind) {
    case undefined:
      return null;
    case "device":
      return <DeviceBanner device={banner.device} nowMs={nowMs} onManual={onManual} />;
    case "offline":
      return <OfflineBanner link={banner.link} nowMs={nowMs} />;
    case "link-problem":
      return <LinkProblemBanner link={banner.link} />;
  }
}

function DeviceBanner(props: { device: DeviceView; nowMs: number; onManual: () => void }) {
  const { device, nowMs, onManual } = props;
  const { t, i18n } = useTranslation();
  const faultWord = useFaultWord();
  const deviceName = useDeviceName();
  const { unit, count } = faultAge(nowMs - device.sinceMs);
  const headline = t(device.name === null ? "banner.device" : "banner.named", {
    device: deviceName(device),
    fault: faultWord(device.code),
    age: t(`age.${unit}`, { amount: count }),
  });
  return (
    <section className={styles.amber} aria-label={headline}>
      <Sign name="warning" className={styles.sign} />
      <b className={styles.headline}>{headline}</b>
      <span className={styles.what}>{errorWords(device.code, i18n.language)?.action}</span>
      {/* What a probe measures cannot be typed. */}
      {device.kind === "scanner" && (
        <button
          type="button"
          className={styles.button}
          onMouseDown={(event) => event.preventDefault()}
          onClick={onManual}
        >
          <kbd className={styles.cap}>F2</kbd>
          {t("key.manual")}
        </button>
      )}
    </section>
  );
}

function OfflineBanner({ link, nowMs }: { link: LinkView; nowMs: number }) {
  const { t } = useTranslation();
  const age = ageOf(nowMs - link.sinceMs);
  return (
    <section className={styles.calm} aria-label={t("banner.offline")}>
      <Sign name="link-off" className={styles.sign} />
      <b className={styles.headline}>{t("banner.offline")}</b>
      <span className={styles.what}>{t("banner.offlineWhat")}</span>
      <span className={styles.since}>
        {t("banner.offlineFor")} <b>{t(`age.${age.unit}`, { amount: age.count })}</b>
      </span>
    </section>
  );
}

function LinkProblemBanner({ link }: { link: LinkView }) {
  const { t, i18n } = useTranslation();
  const code = link.code ?? "link.refused";
  const words = errorWords(code, i18n.language);
  const headline = words?.title ?? t(`link.${link.state}`);
  return (
    <section className={styles.calm} aria-label={headline}>
      <Sign name="warning" className={styles.warning} />
      <b className={styles.headline}>{headline}</b>
      <span className={styles.what}>{words?.action}</span>
    </section>
  );
}
