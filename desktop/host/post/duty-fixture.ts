import type { ErrorCode } from "@gatehouse/protocols/error/error-table";
import { fail, ok, type Result } from "@gatehouse/protocols/result";
import type { DutyCheck, OnDuty } from "./post.ts";

/** The supervisor whom a test duty approves, and the PIN that he types. */
export const SUPERVISOR = { operatorId: "op-1", role: "supervisor" } as const;
/** PIN of `SUPERVISOR`. */
export const SUPERVISOR_PIN = "135790";

/** A shift that a test starts and ends. */
export interface TestDuty extends DutyCheck {
  set(present: Result<OnDuty, ErrorCode>): void;
}

/** One person on duty since a time, in the shift `shift-1`. */
export function onDutySince(
  shiftStartedAtMs: number,
  actors: OnDuty["actors"] = [{ operatorId: "op-7", role: "sampler" }],
): OnDuty {
  return { actors, shiftId: "shift-1", shiftStartedAtMs };
}

/** A duty that says what a test sets, and approves `SUPERVISOR` by his PIN. */
export function createTestDuty(first: OnDuty): TestDuty {
  let present: Result<OnDuty, ErrorCode> = ok(first);
  return {
    onDuty: () => present,
    set: (next) => {
      present = next;
    },
    async approve({ who, pin }) {
      if (who !== SUPERVISOR.operatorId) return fail("duty.not-supervisor");
      return pin === SUPERVISOR_PIN ? ok(SUPERVISOR) : fail("duty.wrong-pin");
    },
  };
}
