import { randomUUID } from "node:crypto";
import type { Bundle } from "@gatehouse/protocols/bundle/bundle";
import { type PostRole, ROLES_AT } from "@gatehouse/protocols/duty/roles";
import type { ErrorCode } from "@gatehouse/protocols/error/error-table";
import { fail, ok, type Result } from "@gatehouse/protocols/result";
import type { Credentials, DutyHandlers } from "@gatehouse/protocols/rpc/station-handlers";
import type { DutyView } from "@gatehouse/protocols/rpc/station-view";
import type { Logger } from "pino";
import type { Subscription } from "rxjs";
import type { Clock } from "../clock.ts";
import type { EventContext } from "../event-log/event-builder.ts";
import type { DataSpace, DutyCheck, OnDuty } from "../post/post.ts";
import {
  contextOf,
  type DutyPlan,
  planDismissal,
  planEnd,
  planEntry,
  planLeave,
  planLock,
  shiftOf,
} from "./duty-acts.ts";
import { DutyRecord } from "./duty-record.ts";
import { restoreDuty } from "./duty-restore.ts";
import { actorsOf } from "./duty-state.ts";
import { dutyViewOf } from "./duty-view.ts";
import type { Lockout } from "./lockout.ts";
import { restoreLockout } from "./lockout-restore.ts";
import { type Actor, OperatorList } from "./operator-list.ts";
import { PinDesk } from "./pin-desk.ts";
import { PresentedBadge } from "./presented-badge.ts";

/** What the desk stands on. */
export interface DutyDeskOptions {
  readonly role: PostRole;
  /** The live one: who is on duty is real, also while a training is shown. */
  readonly space: DataSpace;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The view changed. */
  onChange(): void;
}

/** Who stands at the post: badges, PINs and shifts. */
export class DutyDesk implements DutyCheck, Omit<DutyHandlers, "setTraining"> {
  readonly #options: DutyDeskOptions;
  readonly #record: DutyRecord;
  readonly #pins: PinDesk;
  readonly #presented: PresentedBadge;
  readonly #health: Subscription;
  #list: OperatorList | null = null;
  /** Somebody who may not stay could not be signed out: the store failed. */
  #isDismissalDue = false;

  private constructor(options: DutyDeskOptions, record: DutyRecord, lockout: Lockout) {
    const { clock, space, onChange } = options;
    this.#options = options;
    this.#record = record;
    this.#pins = new PinDesk({ lockout, record, clock, list: () => this.#list });
    this.#presented = new PresentedBadge(clock, onChange);
    this.#health = space.log.healthChanges.subscribe(({ state }) => {
      if (state === "ok" && this.#isDismissalDue) void this.#dismiss();
    });
  }

  /**
   * Opens the desk as the log left it; a shift that was left alone for long is locked.
   * @throws GatehouseError `store.failed`
   */
  static async open(options: DutyDeskOptions): Promise<DutyDesk> {
    const { space, clock, onChange } = options;
    const logger = options.logger.child({ module: "duty" });
    const duty = await restoreDuty(space, clock.nowMs(), logger);
    const lockout = await restoreLockout(space.store, clock);
    const record = new DutyRecord({ log: space.log, logger, duty, onChange });
    return new DutyDesk({ ...options, logger }, record, lockout);
  }

  /**
   * Works by this list from now on. Resolves when those who are not in it any more, or may not
   * stand here any more, have left; without a list everybody stays and nobody can come.
   */
  async setList(bundle: Bundle | null): Promise<void> {
    const list = bundle ? OperatorList.from(bundle) : ok(null);
    if (list.ok) this.#list = list.value;
    else this.#options.logger.error({ reason: list.reason }, "list of operators unreadable");
    this.#options.onChange();
    await this.#dismiss();
  }

  view(): DutyView {
    const { clock, role } = this.#options;
    const presented = this.#presented.now();
    const { duty } = this.#record;
    return dutyViewOf({ duty, list: this.#list, presented, role, nowMs: clock.nowMs() });
  }

  /** True for a known badge's text: it waits for its PIN now, and is nothing that a post records. */
  present(code: string): boolean {
    const operator = this.#list?.byBadge(code);
    if (!operator) return false;
    this.#presented.show(operator.operatorId);
    this.#options.onChange();
    return true;
  }

  onDuty(): Result<OnDuty, ErrorCode> {
    const present = shiftOf(this.#record.duty);
    if (!present.ok) return present;
    const { shiftId, startedAtMs } = present.value.shift;
    return ok({ actors: actorsOf(present.value), shiftId, shiftStartedAtMs: startedAtMs });
  }

  /** Whoever is on duty, for what a device tells. */
  context(): EventContext {
    return contextOf(this.#record.duty, "device");
  }

  async approve(supervisor: Credentials): Promise<Result<Actor, ErrorCode>> {
    const known = await this.#pins.check(supervisor, "approve");
    if (!known.ok) return known;
    const { operatorId } = known.value;
    const standing = this.#list?.standing(operatorId, ["supervisor"], this.#options.clock.nowMs());
    if (!standing) return fail("duty.no-list");
    if (!standing.ok) {
      return this.#record.refused({ operatorId, act: "approve", reason: standing.reason });
    }
    // The badge was scanned for this, not to join.
    this.#presented.forget(operatorId);
    return standing;
  }

  async signIn(credentials: Credentials): Promise<Result<true, ErrorCode>> {
    const known = await this.#pins.check(credentials, "sign-in");
    if (!known.ok) return known;
    const { operatorId } = known.value;
    const forget = () => this.#presented.forget(operatorId);
    return this.#record.act(() => this.#planEntry(operatorId), forget);
  }

  leave(operatorId: string): Promise<Result<true, ErrorCode>> {
    return this.#record.act((duty) => planLeave(duty, operatorId));
  }

  endShift(): Promise<Result<true, ErrorCode>> {
    return this.#record.act(planEnd);
  }

  lock(): Promise<Result<true, ErrorCode>> {
    return this.#record.act(planLock);
  }

  /** Finishes what is being recorded. */
  async close(): Promise<void> {
    this.#health.unsubscribe();
    await this.#pins.settled();
    await this.#record.settled();
    this.#presented.close();
  }

  async #planEntry(operatorId: string): Promise<DutyPlan> {
    const { clock, role } = this.#options;
    const list = this.#list;
    if (!list) return fail("duty.no-list");
    const standing = list.standing(operatorId, ROLES_AT[role], clock.nowMs());
    if (standing.ok) {
      const entrant = { actor: standing.value, operatorsVersion: list.version };
      return planEntry(this.#record.duty, { ...entrant, newShiftId: randomUUID() });
    }
    return this.#record.refused({ operatorId, act: "sign-in", reason: standing.reason });
  }

  /** Those whom the list lets stay no more leave; tried again when the store takes data again. */
  async #dismiss(): Promise<void> {
    const { clock, role } = this.#options;
    const list = this.#list;
    const mayStay = (operatorId: string) =>
      !list || list.standing(operatorId, ROLES_AT[role], clock.nowMs()).ok;
    const done = await this.#record.act((duty) => planDismissal(duty, mayStay));
    this.#isDismissalDue = !done.ok;
  }
}
