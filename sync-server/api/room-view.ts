import type { Metric } from "@gatehouse/protocols/telemetry/metrics";

/** What is known of the machine rooms. */
export interface RoomsBoard {
  /** The centre's clock when this was read, Unix ms; each value has a time of its own besides. */
  readonly asOfMs: number;
  /** All machine rooms in the registry, by how they stand. */
  readonly counts: Readonly<Record<RoomState, number>>;
  /** Worst first, at most 24. */
  readonly cards: readonly RoomCard[];
}

/**
 * How a room stands, by the worst of what is known: a fresh value beyond its limits; nothing heard
 * of its station; heard, but it cannot do all of its work; a value that is too old; no plausible
 * value; a slot never used.
 */
export type RoomState = "beyond" | "silent" | "fault" | "stale" | "unknown" | "never" | "well";

/** One machine room. */
export interface RoomCard {
  readonly stationId: string;
  readonly siteName: string;
  readonly laneName: string;
  readonly state: RoomState;
  /** Since when it is beyond, silent or waited for, Unix ms; null for what has no beginning. */
  readonly sinceMs: number | null;
  /** In the order in which the station names them. */
  readonly probes: readonly ProbeCard[];
  readonly patrol: PatrolCard;
}

/** One probe with its newest values. */
export interface ProbeCard {
  readonly deviceId: string;
  /** What people call it; null when it was never said. */
  readonly name: string | null;
  /** When the values were measured and when they came in; null when none ever came. */
  readonly measured: { readonly wallTimeMs: number; readonly receivedAtMs: number } | null;
  /** True when the values are older than 60 s by either clock, or their station is silent. */
  readonly isStale: boolean;
  /** In the order of the kind's metrics; empty for a kind that this version does not know. */
  readonly readings: readonly ReadingCard[];
}

/** One quantity of a probe. */
export interface ReadingCard {
  readonly metric: Metric;
  /** Null when the device gave no plausible value. */
  readonly value: number | null;
  /** Where it stands, as its station last said; null between the limits, and where there are none. */
  readonly beyond: Crossing | null;
}

/** A quantity beyond a limit. */
export interface Crossing {
  readonly side: "above" | "below";
  /** In the metric's unit. */
  readonly limit: number;
  /** The station's clock, put right by what it knew of the centre's. */
  readonly sinceMs: number;
}

/** What the patrols of a room found; a training's patrols are never among them. */
export interface PatrolCard {
  /** Points that somebody stood at today (wall time, the centre's calendar day). */
  readonly pointsToday: number;
  /** Those of them whose newest check found something abnormal. */
  readonly abnormalToday: number;
  /** The newest of those. */
  readonly newestAbnormal: PatrolCheck | null;
  /** Null when nobody was ever there. */
  readonly newest: PatrolCheck | null;
}

/** Somebody stood at a point. */
export interface PatrolCheck {
  readonly pointName: string;
  /** The station's clock. */
  readonly wallTimeMs: number;
  /** What was abnormal; null when nothing. */
  readonly note: string | null;
}
