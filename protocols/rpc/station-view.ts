import type { Role } from "../duty/roles.ts";
import type { CheckpointView } from "./checkpoint-view.ts";
import type { RoomView } from "./room-view.ts";
import type { SamplingView } from "./sampling-view.ts";

/** What a station's screen shows. The host pushes a whole view on each change; it is a few kilobytes. */
export interface StationView {
  readonly place: {
    readonly stationId: string;
    readonly siteName: string;
    readonly laneName: string;
  };
  readonly softwareVersion: string;
  /** The host's clock when this view was made, Unix ms. */
  readonly nowMs: number;
  /** `training`: `post` is of a data space of its own, which never leaves the station. */
  readonly mode: "live" | "training";
  readonly link: LinkView;
  /** Of the live space, also while training. */
  readonly unsent: UnsentView;
  /** Health of the live space's store, also while training; a training's store speaks by notices. */
  readonly store: StoreView;
  readonly devices: readonly DeviceView[];
  readonly duty: DutyView;
  /** What this station is for, and how its work stands. */
  readonly post: PostView;
  /** The newest thing that could not be recorded, with what to do; null when none in the last 10 s. */
  readonly notice: NoticeView | null;
}

/** The part of the view that differs by role. */
export type PostView = CheckpointView | SamplingView | RoomView;

/** Who stands at the post. */
export interface DutyView {
  /** `off`: nobody; `locked`: somebody, who left the screen. Nothing can be recorded by hand in both. */
  readonly state: "off" | "on" | "locked";
  /** In the order in which they came, at most four. */
  readonly operators: readonly OperatorView[];
  readonly shift: { readonly shiftId: string; readonly startedAtMs: number } | null;
  /** A badge that was just scanned and waits for its PIN; gone after a minute. */
  readonly presented: {
    readonly operatorId: string;
    readonly name: string;
    readonly atMs: number;
  } | null;
  /** The list of operators that this station works by; null until the centre sent one. */
  readonly list: {
    readonly version: number;
    readonly issuedAtMs: number;
    readonly expiresAtMs: number | null;
    /** Persons in it who may stand at this post. */
    readonly eligible: number;
  } | null;
}

/** A person on duty, by name: staff see each other's. */
export interface OperatorView {
  readonly operatorId: string;
  readonly name: string;
  readonly role: Role;
  readonly sinceMs: number;
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

/**
 * The store of the real records: when it fails nothing is accepted any more and the screen says so.
 * When a training's own store fails, each act is refused with its code, and a scan shows it as a
 * notice.
 */
export interface StoreView {
  readonly state: "ok" | "failing";
  readonly code: string | null;
  readonly sinceMs: number;
}

/** One device. */
export interface DeviceView {
  readonly deviceId: string;
  readonly kind: DeviceKind;
  /** What people call it; null where its kind says enough. */
  readonly name: string | null;
  readonly state: "connecting" | "ready" | "lost";
  readonly sinceMs: number;
  readonly code: string | null;
}

/** Kinds of devices that a station drives. */
export type DeviceKind = "scanner" | "probe";

/** Something read that was not recorded. */
export interface NoticeView {
  readonly code: string;
  readonly atMs: number;
}
