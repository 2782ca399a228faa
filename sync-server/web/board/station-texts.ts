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
  if (first) return deviceTrouble(first, t);
  return t("stations.devicesWell", { ready, all: devices.length });
}

function deviceTrouble(device: DeviceCard, t: Texts["t"]): string {
  const name = device.kind === "scanner" ? t("device.scanner") : device.kind;
  const state = device.state === "lost" ? t("stations.lost") : t("stations.connecting");
  return `${name} ${state}`;
}
