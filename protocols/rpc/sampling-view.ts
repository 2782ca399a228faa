import type { PoolSize } from "../event/pool-sizes.ts";

/** How a sampling table's work stands. */
export interface SamplingView {
  readonly role: "sampling";
  /** The tube that is being filled; null between tubes. */
  readonly tube: OpenTubeView | null;
  /** Capacity of the next tube that is opened. */
  readonly poolSize: PoolSize;
  /** Tubes that were closed, newest first, at most 10. */
  readonly lastTubes: readonly ClosedTubeView[];
  /** Tubes sealed or put aside since the shift began, or today when there is none, and their persons. */
  readonly counts: {
    readonly tubes: number;
    readonly people: number;
    readonly sinceMs: number;
    readonly asOfMs: number;
  };
}

/** The open tube. */
export interface OpenTubeView {
  readonly tubeId: string;
  readonly tubeCode: string;
  readonly capacity: PoolSize;
  readonly openedAtMs: number;
  /** Those who count, by position from 1; the last one can be undone. */
  readonly members: readonly MemberView[];
}

/** One person bound to the open tube; the code is masked, the full text never leaves the host. */
export interface MemberView {
  readonly eventId: string;
  readonly position: number;
  readonly atMs: number;
  readonly maskedTail: string;
  readonly source: "device" | "manual" | "paper";
}

/** A tube that takes no more persons. */
export interface ClosedTubeView {
  readonly tubeId: string;
  readonly tubeCode: string;
  readonly state: "sealed" | "quarantined" | "voided";
  readonly capacity: PoolSize;
  readonly members: number;
  /** Null for a voided one: nothing was counted. */
  readonly swabs: number | null;
  readonly closedAtMs: number;
}
