import type { ErrorCode } from "@gatehouse/protocols/error/error-table";
import type { EventHeader } from "@gatehouse/protocols/event/envelope";
import type { PoolSize } from "@gatehouse/protocols/event/pool-sizes";
import type { CodeRead } from "@gatehouse/protocols/event/scan-events";
import { fail, ok, type Result } from "@gatehouse/protocols/result";
import type { Credentials } from "@gatehouse/protocols/rpc/station-handlers";
import { type TubeCodeRule, tubeCodeIn } from "@gatehouse/protocols/sampling/tube-code";
import {
  rule,
  type SwabCount,
  type TubeAct,
  withPoolSize,
} from "@gatehouse/protocols/sampling/tube-rules";
import {
  afterEvent,
  type OpenTube,
  personIn,
  type TableState,
  type TubeDraft,
} from "@gatehouse/protocols/sampling/tube-state";
import type { EventContext } from "../event-log/event-builder.ts";
import { ActQueue } from "../post/act-queue.ts";
import type { OnDuty, PostParts } from "../post/post.ts";
import { refusalOf } from "../post/refusal.ts";
import { sourceOf } from "../post/typed-read.ts";
import { namedWith } from "./named-with.ts";
import { closedTubeOf, isClosing, tubeEventOf } from "./tube-event.ts";
import type { TubeLedger } from "./tube-ledger.ts";
import { isTubeUsed, personLookup, tubeLookup } from "./tube-log.ts";

/** What the desk stands on. */
export interface SamplingDeskOptions extends PostParts {
  /** The table as the log left it. */
  readonly state: TableState;
  readonly ledger: TubeLedger;
  readonly codes: TubeCodeRule;
}

type Outcome = Result<true, ErrorCode>;

/** One act with what its record needs besides. */
interface Doing {
  readonly source: EventHeader["source"];
  /** Asked when its turn has come. */
  act(): TubeAct | Promise<TubeAct>;
  /** Who must approve it. */
  readonly supervisor?: Credentials;
}

/** Records what is done at a sampling table, one act after the other. Nothing here waits for a network. */
export class SamplingDesk {
  readonly #options: SamplingDeskOptions;
  readonly #acts = new ActQueue();
  #state: TableState;

  constructor(options: SamplingDeskOptions) {
    this.#options = options;
    this.#state = options.state;
  }

  /** The table now. */
  get state(): TableState {
    return this.#state;
  }

  /** Takes a tube's or a person's code; a refusal is shown and answered, never thrown at a driver. */
  async take(read: CodeRead): Promise<Outcome> {
    const outcome = await this.#do({ source: sourceOf(read), act: () => this.#actOf(read) });
    if (!outcome.ok) this.#options.onNotice(outcome.reason);
    return outcome;
  }

  /** Takes back the last member, or the tube when it is empty; both records stay. */
  undo(eventId: string): Promise<Outcome> {
    return this.#do({ source: "manual", act: () => ({ kind: "undo", eventId }) });
  }

  /** Seals the open tube when its swabs are as many as its members. */
  seal({ tubeId, swabs }: SwabCount): Promise<Outcome> {
    return this.#do({ source: "manual", act: () => ({ kind: "seal", tubeId, swabs }) });
  }

  /** Puts the open tube aside when they are not; a supervisor approves it and is named beside the others. */
  quarantine(count: SwabCount & { readonly supervisor: Credentials }): Promise<Outcome> {
    const { tubeId, swabs, supervisor } = count;
    const act = () => ({ kind: "quarantine", tubeId, swabs }) as const;
    return this.#do({ source: "manual", act, supervisor });
  }

  /** Sets the capacity of the next tube, between tubes; the tube's own record will say it. */
  async choosePoolSize(size: PoolSize): Promise<Outcome> {
    const present = this.#options.duty.onDuty();
    if (!present.ok) return present;
    return this.#acts.run(async () => {
      const state = withPoolSize(this.#state, size);
      if (!state.ok) return state;
      this.#state = state.value;
      this.#options.onChange();
      return ok(true);
    });
  }

  /** Who acts is asked at once, what comes of it when the acts before are done. */
  async #do(doing: Doing): Promise<Outcome> {
    const present = this.#options.duty.onDuty();
    if (!present.ok) return present;
    return this.#acts.run(async () => {
      try {
        return await this.#perform(doing, present.value);
      } catch (error) {
        return fail(refusalOf(error, this.#options.logger));
      }
    });
  }

  async #perform({ source, act, supervisor }: Doing, present: OnDuty): Promise<Outcome> {
    const draft = rule(this.#state, await act());
    if (!draft.ok) return draft;
    const { shiftId } = present;
    let { actors } = present;
    if (supervisor) {
      const approved = await this.#options.duty.approve(supervisor);
      if (!approved.ok) return approved;
      actors = namedWith(actors, approved.value);
    }
    const lookup = lookupOf(draft.value, this.#state.tube);
    await this.#record(draft.value, { source, actors, shiftId, lookup });
    return ok(true);
  }

  async #actOf(read: CodeRead): Promise<TubeAct> {
    const { codes, space } = this.#options;
    const tubeCode = tubeCodeIn(read.payload, codes);
    if (tubeCode === null) return { kind: "add", read };
    // While a tube is open that is the answer; the log need not be asked.
    const isUsed = this.#state.tube === null && (await isTubeUsed(space.store, tubeCode));
    return { kind: "open", tubeCode, read, isUsed };
  }

  async #record(draft: TubeDraft, context: EventContext): Promise<void> {
    const { space, ledger, onChange } = this.#options;
    const event = tubeEventOf(await space.log.append(draft, context));
    const { tube } = this.#state;
    this.#state = afterEvent(this.#state, event);
    if (tube && isClosing(event)) ledger.closed(closedTubeOf(event, tube.capacity), event.shiftId);
    onChange();
  }
}

/** A person's records are found by the person, also the one that takes a place back. */
function lookupOf({ type, body }: TubeDraft, tube: OpenTube | null): string {
  if (type === "tube.member-added") return personLookup(personIn(body.read.payload));
  if (type !== "tube.member-voided") return tubeLookup(body.tubeCode);
  const member = tube?.members.find(({ eventId }) => eventId === body.voidedEventId);
  return personLookup(member?.person.reveal() ?? "");
}
