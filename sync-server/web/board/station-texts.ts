import type { DeviceCard, StationCard } from "../../api/centre-router.ts";
import type { Texts } from "../live/use-texts.ts";
import { conditionOf } from "./condition.ts";

/** `37，最早 14 分`; `—` when it was never said; a silent station's number says that it is old. */
export function unsentText(
  station: StationCard,
  { nowMs, texts }: { readonly nowMs: number; readonly texts: Texts },
): string {
  const { t, age, count } = texts;
  if (station.unsent === null) return t("none");
  const oldest = station.oldestUnsentAtMs;
  const number =
    oldest === null || station.unsent === 0
      ? count(station.unsent)
      : t("stations.unsentOf", { count: station.unsent, age: age(nowMs - oldest) });
  const isOld = conditionOf(station) === "silent";
  return isOld ? `${number}${t("comma")}${t("stations.lastKnown")}` : number;
}

/** `2/2 正常` when well; else which device is not, in words. */
export function deviceText(station: StationCard, { t }: Texts): string {
  if (station.presence === "never") return t("none");
  const { devices } = station;
  if (devices.length === 0) return t("stations.devicesNone");
  const ready = devices.filter((device) => device.state === "ready").length;
  const [first] = devices.filter((device) => device.state !== "ready");
  const text = first
    ? deviceTrouble(first, t)
    : t("stations.devicesWell", { ready, all: devices.length });
  return station.presence === "silent" ? `${text}${t("comma")}${t("stations.lastKnown")}` : text;
}

function deviceTrouble(device: DeviceCard, t: Texts["t"]): string {
  const name = device.kind === "scanner" ? t("device.scanner") : device.kind;
  const state = device.state === "lost" ? t("stations.lost") : t("stations.connecting");
  return `${name} ${state}`;
}
