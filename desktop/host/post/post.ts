import type { ErrorCode } from "@gatehouse/protocols/error/error-table";
import type { EventHeader } from "@gatehouse/protocols/event/envelope";
import type { CodeRead } from "@gatehouse/protocols/event/scan-events";
import type { Result } from "@gatehouse/protocols/result";
import type { Credentials, PostHandlers } from "@gatehouse/protocols/rpc/station-handlers";
import type { PostView } from "@gatehouse/protocols/rpc/station-view";
import type { Logger } from "pino";
import type { Clock } from "../clock.ts";
import type { EventLog } from "../event-log/event-log.ts";
import type { StationStore } from "../store/station-store.ts";

/** One world of records: the real one, or the one that a training plays in. They never touch. */
export interface DataSpace {
  readonly mode: EventHeader["mode"];
  readonly store: StationStore;
  readonly log: EventLog;
}

/** Who acts; part of every event that a person causes. */
export interface OnDuty extends Pick<EventHeader, "actors"> {
  readonly shiftId: string;
  readonly shiftStartedAtMs: number;
}

/** What a post asks about persons. */
export interface DutyCheck {
  /** Who acts now; refused with `duty.nobody` or `duty.locked`. */
  onDuty(): Result<OnDuty, ErrorCode>;
  /** Checks a supervisor's badge and PIN; the answer is who it was, to be named beside the others. */
  approve(supervisor: Credentials): Promise<Result<EventHeader["actors"][number], ErrorCode>>;
}

/** What a post stands on. It knows no other post, no device and no network. */
export interface PostParts {
  readonly space: DataSpace;
  readonly duty: DutyCheck;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Its view changed. */
  onChange(): void;
  /** Something could not be recorded; the words come from the error table. */
  onNotice(code: ErrorCode): void;
}

/** What a station is for, in one data space. */
export interface Post {
  /** How its work stands now. */
  view(): PostView;
  readonly handlers: PostHandlers;
  /** Takes a code that a device read. What comes of it shows on the screen; it never throws. */
  takeScan(read: CodeRead): Promise<void>;
}
