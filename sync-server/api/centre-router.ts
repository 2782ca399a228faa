import { initTRPC } from "@trpc/server";

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

/** `silent` means unknown, not idle; `never`: a slot was made, nothing has been heard of it yet. */
export type Presence = "online" | "silent" | "never";

/** What one look tells of a station; `fault` is heard, but cannot do all of its work. */
export type Condition = Presence | "fault";

/** One station. */
export interface StationCard {
  readonly stationId: string;
  readonly siteName: string;
  readonly laneName: string;
  readonly role: "checkpoint" | "sampling" | "room";
  readonly presence: Presence;
  readonly condition: Condition;
  /** When it fell silent, or when its slot was made; null while online. */
  readonly sinceMs: number | null;
  /** The station's clock at its last state. */
  readonly reportedAtMs: number | null;
  /** The centre's clock when that state came in. */
  readonly receivedAtMs: number | null;
  readonly unsent: number | null;
  readonly oldestUnsentAtMs: number | null;
  readonly devices: readonly DeviceCard[];
  readonly softwareVersion: string | null;
  /** False: the station cannot write its store and takes no scans; null: never heard. */
  readonly storeOk: boolean | null;
  readonly scansToday: number;
}

/** One device of a station, as the station last said. */
export interface DeviceCard {
  readonly deviceId: string;
  readonly kind: string;
  readonly state: "connecting" | "ready" | "lost";
  readonly sinceMs: number;
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

/** The part of an AbortSignal that a watcher needs; the browser's types know no other. */
export interface StopSignal {
  readonly aborted: boolean;
  addEventListener(type: "abort", listener: () => void, options?: { once: boolean }): void;
}

/** What the centre does for its screens. */
export interface CentreHandlers {
  /** The board now and at each change, until `stop` aborts; a slow reader gets the newest only. */
  watchBoard(stop: StopSignal | undefined): AsyncIterable<BoardView>;
}

const trpc = initTRPC.create();

/** The contract between the centre and its web app. */
export function createCentreRouter(handlers: CentreHandlers) {
  return trpc.router({
    board: trpc.procedure.subscription(async function* board({ signal }) {
      yield* handlers.watchBoard(signal);
    }),
  });
}

/** The router's type, all that the web app needs. */
export type CentreRouter = ReturnType<typeof createCentreRouter>;
