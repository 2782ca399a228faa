import type { RoomsBoard } from "./room-view.ts";
import type { SamplingBoard } from "./sampling-view.ts";
import type { StationCard } from "./station-view.ts";

/**
 * What the command centre's screens show. The server pushes a whole view at each change; every
 * number carries the time it is true of, and what is not known is null, never 0.
 */
export interface BoardView {
  /** The centre's clock when this view was read, Unix ms. */
  readonly nowMs: number;
  readonly city: string;
  /** IANA name of the centre's time zone; all times are shown in it. */
  readonly timeZone: string;
  /** Scans of today (wall time of the scan, the centre's calendar day) that have arrived here. */
  readonly scansToday: { readonly count: number; readonly asOfMs: number };
  readonly unsent: UnsentTotal;
  /** Worst first: silent, fault, never connected, online; then by site and lane. */
  readonly stations: readonly StationCard[];
  readonly sampling: SamplingBoard;
  readonly rooms: RoomsBoard;
  /** Newest received first, at most 50. */
  readonly scans: readonly ScanRow[];
  /** Rows that could not be taken and wait for a person. */
  readonly quarantined: { readonly count: number; readonly asOfMs: number };
  readonly alarms: {
    readonly count: number;
    readonly asOfMs: number;
    /** Newest first, at most 10. */
    readonly newest: readonly AlarmRow[];
  };
}

/** What the stations still hold, as they last said. */
export interface UnsentTotal {
  readonly count: number;
  readonly oldestAtMs: number | null;
  readonly asOfMs: number;
  /** The part of `count` that silent stations said before they fell silent. */
  readonly lastKnownCount: number;
  /** Stations that have never said a number. */
  readonly unknownStations: number;
}

/** One scan; the code is masked, the full text stays sealed. */
export interface ScanRow {
  readonly eventId: string;
  readonly stationId: string;
  readonly siteName: string;
  readonly laneName: string;
  /** The station's clock. */
  readonly wallTimeMs: number;
  /** The centre's clock. */
  readonly receivedAtMs: number;
  readonly maskedTail: string;
  readonly symbology: string | null;
  readonly source: string;
  readonly voided: boolean;
}

/** Something a person should look at. */
export interface AlarmRow {
  readonly id: string;
  readonly kind: string;
  readonly raisedAtMs: number;
  readonly stationId: string | null;
  /** Site and lane; null for the centre itself, or a station that is gone. */
  readonly place: string | null;
}
