import { MAX_ON_DUTY } from "@gatehouse/protocols/duty/roles";
import type { ErrorCode } from "@gatehouse/protocols/error/error-table";
import type { EventBody, EventDraft } from "@gatehouse/protocols/event/event-types";
import { fail, ok, type Result } from "@gatehouse/protocols/result";
import type { EventContext } from "../event-log/event-builder.ts";
import { actorsOf, type DutyState, isOnDuty, type Shift } from "./duty-state.ts";
import type { Actor } from "./operator-list.ts";

/** An event that an act makes. */
export interface DutyEntry {
  readonly draft: EventDraft;
  readonly context: EventContext;
}

/** The events of an act, or why it cannot be. Nothing has happened yet. */
export type DutyPlan = Result<readonly DutyEntry[], ErrorCode>;

/** Somebody whose PIN was right. */
export interface Entrant {
  readonly actor: Actor;
  readonly operatorsVersion: number;
  /** Id of the shift that begins, if one does. */
  readonly newShiftId: string;
}

/** The shift that goes on in front of an unlocked screen; refused with `duty.nobody`, `duty.locked`. */
export function shiftOf(duty: DutyState): Result<Shift, "duty.nobody" | "duty.locked"> {
  if (duty.state === "off") return fail("duty.nobody");
  return duty.state === "locked" ? fail("duty.locked") : ok(duty);
}

/** Somebody begins a shift, joins it, unlocks it as one of its people, or takes over from others. */
export function planEntry(duty: DutyState, entrant: Entrant): DutyPlan {
  const { actor } = entrant;
  if (duty.state === "off") return ok(opening(entrant));
  const isOwn = isOnDuty(duty, actor.operatorId);
  const context: EventContext = {
    source: "manual",
    actors: [actor],
    shiftId: duty.shift.shiftId,
  };
  if (duty.state === "locked") {
    const { operatorId } = actor;
    if (isOwn) return ok([{ draft: { type: "post.unlocked", body: { operatorId } }, context }]);
    return ok([ended("handed-over", context), ...opening(entrant)]);
  }
  if (isOwn) return fail("duty.already-on");
  if (duty.operators.length >= MAX_ON_DUTY) return fail("duty.full");
  return ok([joined(entrant, context)]);
}

/** One person leaves; with the last one the shift ends. */
export function planLeave(duty: DutyState, operatorId: string): DutyPlan {
  const present = shiftOf(duty);
  if (!present.ok) return present;
  if (!isOnDuty(duty, operatorId)) return fail("duty.not-on-duty");
  return ok(departure(present.value, [operatorId], "manual"));
}

/** Those who may not stand here any more leave, also behind a locked screen. */
export function planDismissal(duty: DutyState, mayStay: (operatorId: string) => boolean): DutyPlan {
  const gone = actorsOf(duty).flatMap(({ operatorId }) => (mayStay(operatorId) ? [] : operatorId));
  return ok(duty.state === "off" || gone.length === 0 ? [] : departure(duty, gone, "device"));
}

/** The shift ends for all. */
export function planEnd(duty: DutyState): DutyPlan {
  const present = shiftOf(duty);
  return present.ok ? ok([ended("ended", contextOf(duty, "manual"))]) : present;
}

/** The screen is locked, and the shift goes on; locking what is locked changes nothing. */
export function planLock(duty: DutyState): DutyPlan {
  if (duty.state === "locked") return ok([]);
  const present = shiftOf(duty);
  if (!present.ok) return present;
  return ok([{ draft: { type: "post.locked", body: {} }, context: contextOf(duty, "manual") }]);
}

/** Whoever is on duty, as the context of an event. */
export function contextOf(duty: DutyState, source: EventContext["source"]): EventContext {
  return { source, actors: actorsOf(duty), shiftId: duty.shift?.shiftId ?? null };
}

function departure(
  shift: Shift,
  leaving: readonly string[],
  source: EventContext["source"],
): readonly DutyEntry[] {
  const context = contextOf(shift, source);
  const entries = leaving.map((operatorId): DutyEntry => {
    return { draft: { type: "operator.left", body: { operatorId } }, context };
  });
  const isLast = leaving.length === shift.operators.length;
  return isLast ? [...entries, ended("ended", context)] : entries;
}

function opening(entrant: Entrant): readonly DutyEntry[] {
  const { actor, operatorsVersion, newShiftId } = entrant;
  const context: EventContext = { source: "manual", actors: [actor], shiftId: newShiftId };
  const draft: EventDraft = { type: "shift.started", body: { operatorsVersion } };
  return [{ draft, context }, joined(entrant, context)];
}

function joined({ actor, operatorsVersion }: Entrant, context: EventContext): DutyEntry {
  return { draft: { type: "operator.joined", body: { ...actor, operatorsVersion } }, context };
}

function ended(reason: EventBody<"shift.ended">["reason"], context: EventContext): DutyEntry {
  return { draft: { type: "shift.ended", body: { reason } }, context };
}
