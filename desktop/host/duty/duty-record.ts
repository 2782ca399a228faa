import type { ErrorCode } from "@gatehouse/protocols/error/error-table";
import type { EventBody } from "@gatehouse/protocols/event/event-types";
import { fail, ok, type Result } from "@gatehouse/protocols/result";
import type { Logger } from "pino";
import type { EventLog } from "../event-log/event-log.ts";
import { ActQueue } from "../post/act-queue.ts";
import { refusalOf } from "../post/refusal.ts";
import { contextOf, type DutyEntry, type DutyPlan } from "./duty-acts.ts";
import { type DutyState, dutyAfter } from "./duty-state.ts";

type Refused = EventBody<"operator.refused">;

const CODES: Readonly<Record<Refused["reason"], ErrorCode>> = {
  unknown: "duty.unknown-operator",
  "wrong-pin": "duty.wrong-pin",
  expired: "duty.expired",
  "no-role": "duty.no-role",
  "locked-out": "duty.locked-out",
};

/** The act that is being recorded, and those that wait for it. */
const MAX_ACTS = 17;

/** What the record is kept with. */
export interface DutyRecordOptions {
  readonly log: EventLog;
  readonly logger: Logger;
  /** As the log told it at start. */
  readonly duty: DutyState;
  onChange(): void;
}

/** Who is on duty, in the log and in memory; the memory follows the log. */
export class DutyRecord {
  readonly #options: DutyRecordOptions;
  readonly #turns = new ActQueue({ maxActs: MAX_ACTS, whenFull: "store.failed" });
  #duty: DutyState;

  constructor(options: DutyRecordOptions) {
    this.#options = options;
    this.#duty = options.duty;
  }

  get duty(): DutyState {
    return this.#duty;
  }

  /**
   * Plans an act on the state as it is in its turn, and records it in one turn of the log; when the
   * log does not take it, nothing changes.
   * @param onDone runs between the change and the word of it
   */
  act(
    plan: (duty: DutyState) => DutyPlan | Promise<DutyPlan>,
    onDone?: () => void,
  ): Promise<Result<true, ErrorCode>> {
    return this.#turns.run(async () => {
      const planned = await plan(this.#duty);
      if (!planned.ok) return planned;
      return planned.value.length === 0 ? ok(true) : this.#commit(planned.value, onDone);
    });
  }

  /** Resolves when nothing is being recorded. */
  settled(): Promise<void> {
    return this.#turns.settled();
  }

  async #commit(
    entries: readonly DutyEntry[],
    onDone?: () => void,
  ): Promise<Result<true, ErrorCode>> {
    const { log, logger, onChange } = this.#options;
    try {
      const events = await Promise.all(
        entries.map(({ draft, context }) => log.append(draft, context)),
      );
      this.#duty = events.reduce<DutyState>(dutyAfter, this.#duty);
    } catch (error) {
      return fail(refusalOf(error, logger));
    }
    const { state, operators } = this.#duty;
    logger.info({ state, operators: operators.length }, "duty changed");
    onDone?.();
    onChange();
    return ok(true);
  }

  /** Records an attempt that was refused. @returns its code, or the store's when that fails */
  async refused(body: Refused): Promise<Result<never, ErrorCode>> {
    const context = contextOf(this.#duty, "manual");
    const { log, logger } = this.#options;
    try {
      await log.append({ type: "operator.refused", body }, context);
    } catch (error) {
      return fail(refusalOf(error, logger));
    }
    const isNoSupervisor = body.act === "approve" && body.reason === "no-role";
    return fail(isNoSupervisor ? "duty.not-supervisor" : CODES[body.reason]);
  }
}
