import type { PoolSize } from "../event/pool-sizes.ts";
import type { Result } from "../result.ts";
import type { StationView } from "./station-view.ts";

/** The part of an AbortSignal that a watcher needs; protocols knows no platform type. */
export interface StopSignal {
  readonly aborted: boolean;
  addEventListener(type: "abort", listener: () => void, options?: { once: boolean }): void;
  /** Present on an AbortSignal; a watcher that ends first takes its listener back. */
  removeEventListener?(type: "abort", listener: () => void): void;
}

/** What the host does for its screen. Refusals carry a code from the error table. */
export interface StationHandlers {
  /** The view now and at each change, until `stop` aborts; a slow reader gets the newest only. */
  watch(stop: StopSignal | undefined): AsyncIterable<StationView>;
  readonly duty: DutyHandlers;
  /** Acts of the post in the data space that is shown now. */
  post(): PostHandlers;
}

/** Who somebody is, by what he says and knows. */
export interface Credentials {
  /** Text of a badge, or an operator number. */
  readonly who: string;
  /** Six digits. */
  readonly pin: string;
}

/** Coming and going. */
export interface DutyHandlers {
  /** Begins a shift, joins it, unlocks it for its own people, or takes over a locked one from others. */
  signIn(credentials: Credentials): Promise<Result<true>>;
  /** One person leaves; with the last one the shift ends. */
  leave(operatorId: string): Promise<Result<true>>;
  endShift(): Promise<Result<true>>;
  lock(): Promise<Result<true>>;
  /** Shows a data space of its own, empty at each beginning, which never leaves the station. */
  setTraining(isOn: boolean): Promise<Result<true>>;
}

/** Acts by role. */
export type PostHandlers = CheckpointHandlers | SamplingHandlers | RoomHandlers;

/** What a guard does besides scanning. */
export interface CheckpointHandlers {
  readonly role: "checkpoint";
  /** Records a code that the guard typed. */
  recordTyped(payload: string): Promise<Result<true>>;
  /** Voids the newest own scan within five minutes. */
  undo(eventId: string): Promise<Result<true>>;
}

/** What sampling staff do besides scanning. */
export interface SamplingHandlers {
  readonly role: "sampling";
  /** Takes a typed code as if it had been scanned: of a tube or of a person. */
  enter(payload: string): Promise<Result<true>>;
  /** Capacity of the next tube. */
  choosePoolSize(size: PoolSize): Promise<Result<true>>;
  /** Voids the last member of the open tube (its `eventId`), or the open tube when it is empty (`tubeId`). */
  undo(eventId: string): Promise<Result<true>>;
  /** Seals the open tube; refused with `tube.count-mismatch` unless `swabs` are as many as its members. */
  seal(counted: { readonly tubeId: string; readonly swabs: number }): Promise<Result<true>>;
  /** Puts a tube whose numbers differ aside, with a supervisor's badge and PIN. */
  quarantine(counted: {
    readonly tubeId: string;
    readonly swabs: number;
    readonly supervisor: Credentials;
  }): Promise<Result<true>>;
}

/** What an ops engineer does besides scanning. */
export interface RoomHandlers {
  readonly role: "room";
  /** Takes the typed code of a patrol point as if it had been scanned. */
  enter(payload: string): Promise<Result<true>>;
  /** Voids the newest check within five minutes. */
  undo(eventId: string): Promise<Result<true>>;
  /** Notes what is abnormal at the point of the newest check. */
  report(report: { readonly checkEventId: string; readonly note: string }): Promise<Result<true>>;
}
