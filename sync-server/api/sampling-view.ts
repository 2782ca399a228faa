/** What the sampling tables do; a training's tubes are never among them. */
export interface SamplingBoard {
  /** The centre's clock when this was read, Unix ms: all of it is as of then. */
  readonly asOfMs: number;
  /** Tables in the registry; 0 where nothing is sampled. */
  readonly tables: number;
  /** Closed today (the closing's wall time, the centre's calendar day): sealed or put aside. */
  readonly today: { readonly tubes: number; readonly people: number };
  /** Newest received first, at most 20. */
  readonly closed: readonly ClosedTube[];
  /** The tube that each table fills; nothing heard of it for a day, and it is no longer shown. */
  readonly open: {
    readonly count: number;
    /** Longest open first, at most 12. */
    readonly tubes: readonly OpenTube[];
  };
  /** Put aside within the last day. */
  readonly quarantined: {
    readonly count: number;
    /** Newest received first, at most 10. */
    readonly tubes: readonly ClosedTube[];
  };
}

/** What every tube on the board says. */
interface TubeRow {
  readonly tubeId: string;
  readonly tubeCode: string;
  readonly stationId: string;
  readonly siteName: string;
  readonly laneName: string;
  /** Persons bound in it. */
  readonly members: number;
  /** The centre's clock at the newest news of it. */
  readonly receivedAtMs: number;
}

/** A tube that takes no more persons. */
export interface ClosedTube extends TubeRow {
  readonly state: "sealed" | "quarantined" | "voided";
  /** Swabs as counted; null for a voided tube. */
  readonly swabs: number | null;
  /** The station's clock; null when it was never said. */
  readonly closedAtMs: number | null;
}

/** A tube that is being filled. */
export interface OpenTube extends TubeRow {
  readonly capacity: number;
  /** The station's clock; null when the opening has not arrived. */
  readonly openedAtMs: number | null;
  /** True when its table is silent: the number is the last that was known. */
  readonly isLastKnown: boolean;
}
