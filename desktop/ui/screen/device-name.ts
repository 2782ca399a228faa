import type { DeviceView } from "@gatehouse/protocols/rpc/station-view";
import { useTranslation } from "react-i18next";

/** A line has room for so many signs of a name; its ends tell it from its neighbours. */
const MAX_SIGNS = 8;
const HEAD_SIGNS = 5;

/** What people call a device: its own name, shortened in the middle, or what its kind is called. */
export function useDeviceName(): (device: Pick<DeviceView, "kind" | "name">) => string {
  const { t } = useTranslation();
  return ({ kind, name }) => (name === null ? t(`devices.${kind}`) : shortName(name));
}

/** A name of at most eight signs; of a longer one both ends. */
export function shortName(name: string): string {
  const signs = [...name];
  if (signs.length <= MAX_SIGNS) return name;
  const tail = signs.slice(signs.length - (MAX_SIGNS - 1 - HEAD_SIGNS));
  return `${signs.slice(0, HEAD_SIGNS).join("")}…${tail.join("")}`;
}
