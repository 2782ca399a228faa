/** What a station's screen shows. The host pushes a whole view on each change; it is a few kilobytes. */
export interface StationView {
  readonly place: {
    readonly stationId: string;
    readonly siteName: string;
    readonly laneName: string;
  };
  readonly role: "checkpoint" | "sampling" | "room";
  readonly softwareVersion: string;
  /** The host's clock when this view was made, Unix ms. */
  readonly nowMs: number;
  readonly link: LinkView;
  readonly unsent: UnsentView;
  readonly store: StoreView;
  readonly devices: readonly DeviceView[];
  /** The newest scan that still stands on the stage; null when idle since start or voided. */
  readonly latest: ScanView | null;
  /** Newest first, at most 10. */
  readonly recent: readonly ScanView[];
  readonly today: { readonly scans: number; readonly asOfMs: number };
  /** The newest thing that could not be recorded, with what to do; null when none in the last 10 s. */
  readonly notice: NoticeView | null;
}

/** Link to the centre. `refused`: the centre answered and said no. */
export interface LinkView {
  readonly state: "online" | "connecting" | "offline" | "refused";
  readonly sinceMs: number;
  /** Code from the error table; null when well. */
  readonly code: string | null;
}

/** Events without the centre's commit acknowledgement. */
export interface UnsentView {
  readonly count: number;
  readonly oldestAtMs: number | null;
}

/** The store: when it fails nothing is accepted any more and the screen says so. */
export interface StoreView {
  readonly state: "ok" | "failing";
  readonly code: string | null;
  readonly sinceMs: number;
}

/** One device. */
export interface DeviceView {
  readonly deviceId: string;
  readonly kind: "scanner";
  readonly state: "connecting" | "ready" | "lost";
  readonly sinceMs: number;
  readonly code: string | null;
}

/** One recorded scan; the code is masked, the full text never leaves the host. */
export interface ScanView {
  readonly eventId: string;
  /** Running number of today on this station, from 1. */
  readonly number: number;
  readonly atMs: number;
  readonly maskedTail: string;
  readonly symbology: string | null;
  readonly source: "device" | "manual" | "paper";
  readonly voided: boolean;
}

/** Something read that was not recorded. */
export interface NoticeView {
  readonly code: string;
  readonly atMs: number;
}
