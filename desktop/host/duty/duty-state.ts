import type { StoredEvent } from "@gatehouse/protocols/event/envelope";
import type { EventBody } from "@gatehouse/protocols/event/event-types";
import type { DutyView, OperatorView } from "@gatehouse/protocols/rpc/station-view";
import type { Actor } from "./operator-list.ts";

/** Somebody on duty; what he is called stands in the list alone. */
export type OperatorOnDuty = Omit<OperatorView, "name">;

/** Nobody is on duty. */
interface OffDuty {
  readonly state: "off";
  readonly operators: readonly [];
  readonly shift: null;
}

/** A shift goes on; `locked`: its people left the screen. */
export interface Shift {
  readonly state: "on" | "locked";
  /** In the order in which they came. */
  readonly operators: readonly OperatorOnDuty[];
  readonly shift: NonNullable<DutyView["shift"]>;
}

/** Who stands at the post: a projection of the log. */
export type DutyState = OffDuty | Shift;

/** Before the first shift, and after each. */
export const OFF_DUTY: DutyState = { state: "off", operators: [], shift: null };

/** Types of the events that change the state. */
export const DUTY_STATE_TYPES = [
  "shift.started",
  "operator.joined",
  "operator.left",
  "post.locked",
  "post.unlocked",
  "shift.ended",
] as const;

type DutyStateType = (typeof DUTY_STATE_TYPES)[number];

/** The state after a committed event; events of other types and of other shifts change nothing. */
export function dutyAfter(duty: DutyState, event: Pick<StoredEvent, "header" | "body">): DutyState {
  const { type, shiftId, wallTimeMs } = event.header;
  if (!isStateType(type) || shiftId === null) return duty;
  if (type === "shift.started") {
    return { state: "on", operators: [], shift: { shiftId, startedAtMs: wallTimeMs } };
  }
  if (duty.state === "off" || duty.shift.shiftId !== shiftId) return duty;
  switch (type) {
    case "operator.joined":
      return withJoined(duty, event);
    case "operator.left":
      return withoutLeft(duty, event.body as EventBody<"operator.left">);
    case "post.locked":
      return { ...duty, state: "locked" };
    case "post.unlocked":
      return { ...duty, state: "on" };
    case "shift.ended":
      return OFF_DUTY;
  }
}

/** Those on duty, as events name them. */
export function actorsOf({ operators }: DutyState): Actor[] {
  return operators.map(({ operatorId, role }) => ({ operatorId, role }));
}

/** True for somebody on duty. */
export function isOnDuty({ operators }: DutyState, operatorId: string): boolean {
  return operators.some((operator) => operator.operatorId === operatorId);
}

function isStateType(type: string): type is DutyStateType {
  return DUTY_STATE_TYPES.some((known) => known === type);
}

function withJoined(duty: Shift, { header, body }: Pick<StoredEvent, "header" | "body">): Shift {
  const { operatorId, role } = body as EventBody<"operator.joined">;
  const joined = { operatorId, role, sinceMs: header.wallTimeMs };
  return { ...duty, operators: [...duty.operators, joined] };
}

function withoutLeft(duty: Shift, { operatorId }: EventBody<"operator.left">): Shift {
  return { ...duty, operators: duty.operators.filter((one) => one.operatorId !== operatorId) };
}
