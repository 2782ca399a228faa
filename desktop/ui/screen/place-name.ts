import type { StationView } from "@gatehouse/protocols/rpc/station-view";
import { useTranslation } from "react-i18next";

/** Name of the place as its people say it: site and lane. */
export function usePlaceName(place: StationView["place"]): string {
  const { t } = useTranslation();
  if (place.siteName && place.laneName) {
    return t("place.both", { site: place.siteName, lane: place.laneName });
  }
  return place.siteName || place.laneName || t("place.unknown");
}
