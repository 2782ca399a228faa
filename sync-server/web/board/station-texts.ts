import type { DeviceCard, StationCard } from "../../api/station-view.ts";
import type { Texts } from "../live/use-texts.ts";

/** `37，最早 14 分`; `—` when it was never said. */
export function unsentText(
  station: StationCard,
  { nowMs, texts }: { readonly nowMs: number; readonly texts: Texts },
): string {
  const { t, age, count } = texts;
  if (station.unsent === null) return t("none");
  const oldest = station.oldestUnsentAtMs;
  if (oldest === null || station.unsent === 0) return count(station.unsent);
  return t("stations.unsentOf", { count: station.unsent, age: age(nowMs - oldest) });
}

/** What keeps a faulty station from its work. */
export function faultText(station: StationCard, texts: Texts): string {
  const { t } = texts;
  if (station.storeOk === false) return `${t("stations.store")} ${t("stations.storeFailed")}`;
  return deviceText(station, texts);
}

/** `2/2 正常` when well; else which device is not, in words. */
export function deviceText(station: StationCard, { t }: Texts): string {
  if (station.presence === "never") return t("none");
  const { devices } = station;
  if (devices.length === 0) return t("stations.devicesNone");
  const ready = devices.filter((device) => device.state === "ready").length;
  const [first] = devices.filter((device) => device.state !== "ready");
  if (first) return `${deviceName(first, { t })} ${t(`stations.${first.state}`)}`;
  return t("stations.devicesWell", { ready, all: devices.length });
}

/** What people call a device; its kind in words, or as it is, where nobody named it. */
export function deviceName(device: DeviceCard, { t }: Pick<Texts, "t">): string {
  return device.name ?? (device.kind === "scanner" ? t("device.scanner") : device.kind);
}

/** `在岗 0017、0023`; unknown is a value, and so is nobody. */
export function dutyText({ onDuty }: StationCard, { t }: Texts): string {
  if (onDuty === null) return t("duty.unknown");
  if (onDuty.length === 0) return t("duty.nobody");
  return t("duty.onDuty", { numbers: onDuty.join(t("duty.separator")) });
}

/** `东门 1 道`. */
export function placeText(place: { readonly siteName: string; readonly laneName: string }): string {
  return `${place.siteName} ${place.laneName}`;
}
