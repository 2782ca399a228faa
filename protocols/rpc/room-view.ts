import type { Metric } from "../telemetry/metrics.ts";

/** How a machine room stands. */
export interface RoomView {
  readonly role: "room";
  /** One for each metric of each configured probe, in the order of the configuration. */
  readonly readings: readonly ReadingView[];
  readonly patrol: PatrolView;
}

/** One measured quantity; a number never without its age. */
export interface ReadingView {
  readonly deviceId: string;
  /** What people call the probe. */
  readonly name: string;
  readonly metric: Metric;
  /** The last plausible value; null when there was none since the host started. */
  readonly value: number | null;
  /** When it was measured, Unix ms; null with the value. */
  readonly atMs: number | null;
  /** `silent`: no fresh value, so nobody knows; `above`/`below` since `sinceMs`. */
  readonly state: "silent" | "within" | "above" | "below";
  /** Since when it is in this state, Unix ms. */
  readonly sinceMs: number;
  readonly limits: LimitsView;
  /** One value for each of the last 60 periods, oldest first; null where none came. */
  readonly trend: readonly (number | null)[];
  /** Length of one period of `trend`, ms. */
  readonly trendPeriodMs: number;
}

/** Limits of a quantity, in its unit; null where there is none. */
export interface LimitsView {
  readonly low: number | null;
  readonly high: number | null;
}

/** The current patrol round. */
export interface PatrolView {
  readonly roundStartedAtMs: number;
  readonly roundEndsAtMs: number;
  /** In the order of the configuration. */
  readonly points: readonly PatrolPointView[];
  /** The newest check of this host start that can be undone or reported on; null when none. */
  readonly latest: { readonly checkEventId: string; readonly pointCode: string } | null;
}

/** One place that a patrol passes. */
export interface PatrolPointView {
  readonly pointCode: string;
  readonly pointName: string;
  /** When it was checked in this round; null when not yet. */
  readonly checkedAtMs: number | null;
  /** What was abnormal; null when nothing. */
  readonly note: string | null;
}
