import type { DeviceView, LinkView, StationView } from "@gatehouse/protocols/rpc/station-view";

/** The devices in one line of the strip. */
export type DeviceHealth =
  | { readonly kind: "well"; readonly total: number }
  | { readonly kind: "none" }
  | { readonly kind: "connecting"; readonly ready: number; readonly total: number }
  | { readonly kind: "fault"; readonly device: DeviceView };

/** The worst of the devices; of several faults the oldest. */
export function deviceHealth(devices: readonly DeviceView[]): DeviceHealth {
  const lost = devices
    .filter((device) => device.state === "lost")
    .toSorted((a, b) => a.sinceMs - b.sinceMs)[0];
  if (lost) return { kind: "fault", device: lost };
  const total = devices.length;
  const ready = devices.filter((device) => device.state === "ready").length;
  if (total === 0) return { kind: "none" };
  return ready === total ? { kind: "well", total } : { kind: "connecting", ready, total };
}

/** How a scan can be made right now. */
export type ScanReadiness = "ready" | "wait" | "typing-only";

/** Whether a scanner reads, is about to, or the guard must type. */
export function scanReadiness(devices: readonly DeviceView[]): ScanReadiness {
  const scanners = devices.filter((device) => device.kind === "scanner");
  if (scanners.some((device) => device.state === "ready")) return "ready";
  return scanners.some((device) => device.state === "connecting") ? "wait" : "typing-only";
}

/** The one banner of a screen; order: device, then link. */
export type BannerChoice =
  | { readonly kind: "device"; readonly device: DeviceView }
  | { readonly kind: "offline"; readonly link: LinkView }
  | { readonly kind: "link-problem"; readonly link: LinkView }
  | null;

/** Chooses the banner; an offline link is normal, a refused one needs ops. */
export function bannerOf(view: StationView): BannerChoice {
  const health = deviceHealth(view.devices);
  if (health.kind === "fault") return { kind: "device", device: health.device };
  const { link } = view;
  switch (link.state) {
    case "online":
    case "connecting":
      return null;
    case "offline":
      return isPlainOutage(link) ? { kind: "offline", link } : { kind: "link-problem", link };
    case "refused":
      return { kind: "link-problem", link };
  }
}

function isPlainOutage(link: LinkView): boolean {
  return link.code === null || link.code === "link.unreachable";
}
