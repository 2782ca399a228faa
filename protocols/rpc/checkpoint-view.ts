/** How a checkpoint's work stands. */
export interface CheckpointView {
  readonly role: "checkpoint";
  /** The newest scan that still stands on the stage; null when idle since start or voided. */
  readonly latest: ScanView | null;
  /** Newest first, at most 10. */
  readonly recent: readonly ScanView[];
  readonly today: { readonly scans: number; readonly asOfMs: number };
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
