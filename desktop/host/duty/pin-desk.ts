import type { Operator } from "@gatehouse/protocols/bundle/operators";
import type { ErrorCode } from "@gatehouse/protocols/error/error-table";
import type { EventBody } from "@gatehouse/protocols/event/event-types";
import { fail, ok, type Result } from "@gatehouse/protocols/result";
import type { Credentials } from "@gatehouse/protocols/rpc/station-handlers";
import type { Clock } from "../clock.ts";
import { ActQueue } from "../post/act-queue.ts";
import type { DutyRecord } from "./duty-record.ts";
import type { Lockout } from "./lockout.ts";
import type { OperatorList } from "./operator-list.ts";
import { isPinRight } from "./pin.ts";

/** The PIN that is computed, and four that wait: each takes up to 64 MiB and a core. */
const MAX_PINS = 5;

/** What PINs are checked with. */
export interface PinDeskOptions {
  readonly lockout: Lockout;
  readonly record: DutyRecord;
  readonly clock: Clock;
  list(): OperatorList | null;
}

/** Finds out who somebody is. What he may do is another question. */
export class PinDesk {
  readonly #options: PinDeskOptions;
  readonly #turns = new ActQueue({ maxActs: MAX_PINS, whenFull: "duty.locked-out" });

  constructor(options: PinDeskOptions) {
    this.#options = options;
  }

  /**
   * Checks a badge or number with its PIN, one at a time, so that wrong ones count before the next
   * is looked at. Refused with `duty.no-list`, `duty.unknown-operator`, `duty.wrong-pin`,
   * `duty.locked-out` or the store's code.
   */
  check(
    credentials: Credentials,
    act: EventBody<"operator.refused">["act"],
  ): Promise<Result<Operator, ErrorCode>> {
    return this.#turns.run(() => this.#checkNow(credentials, act));
  }

  /** Resolves when no PIN is being checked. */
  settled(): Promise<void> {
    return this.#turns.settled();
  }

  async #checkNow(
    { who, pin }: Credentials,
    act: EventBody<"operator.refused">["act"],
  ): Promise<Result<Operator, ErrorCode>> {
    const { clock, lockout, record } = this.#options;
    const list = this.#options.list();
    if (!list) return fail("duty.no-list");
    const operator = list.find(who);
    const operatorId = operator?.operatorId ?? null;
    if (lockout.isLocked(operatorId, clock.monotonicMs())) {
      return record.refused({ operatorId, act, reason: "locked-out" });
    }
    // Whether somebody is known must not be told by the time that the answer takes.
    const isRight = await isPinRight(operator?.pin ?? list.decoyPin, pin);
    if (operator && isRight) {
      lockout.right(operatorId);
      return ok(operator);
    }
    // Counted even when it cannot be recorded: a full disk must not allow more guesses.
    lockout.wrong(operatorId, clock.monotonicMs());
    return record.refused({ operatorId, act, reason: operator ? "wrong-pin" : "unknown" });
  }
}
