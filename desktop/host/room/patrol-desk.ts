import type { ErrorCode } from "@gatehouse/protocols/error/error-table";
import type { EventDraft } from "@gatehouse/protocols/event/event-types";
import type { CodeRead } from "@gatehouse/protocols/event/scan-events";
import { fail, ok, type Result } from "@gatehouse/protocols/result";
import type { OnDuty, PostParts } from "../post/post.ts";
import { refusalOf } from "../post/refusal.ts";
import { sourceOf } from "../post/typed-read.ts";
import type { RoomConfig } from "../post-config.ts";
import type { PatrolLedger } from "./patrol-ledger.ts";

type Answer = Result<true, ErrorCode>;

/** What the desk needs from around it. */
export interface PatrolDeskOptions extends PostParts {
  readonly points: RoomConfig["patrol"]["points"];
  readonly ledger: PatrolLedger;
}

/** Records a patrol through a machine room. Nothing here waits for a network. */
export class PatrolDesk {
  readonly #options: PatrolDeskOptions;
  /** The check that is being voided: a key pressed twice must not void twice. */
  #voiding: string | null = null;

  constructor(options: PatrolDeskOptions) {
    this.#options = options;
  }

  /** Records that somebody stood at a point; what cannot be recorded is shown and answered. */
  async check(read: CodeRead): Promise<Answer> {
    const { duty, points } = this.#options;
    const present = duty.onDuty();
    if (!present.ok) return this.#shown(present.reason);
    const code = read.payload.trim();
    const point = points.find((one) => one.code.trim() === code);
    if (!point) return this.#shown("patrol.unknown-point");
    const body = { pointCode: point.code, pointName: point.name };
    const draft = { type: "patrol.checked", body } as const;
    const answer = await this.#record(draft, present.value, sourceOf(read));
    return answer.ok ? answer : this.#shown(answer.reason);
  }

  /** Voids the newest check, as a record of its own. */
  async undo(checkEventId: string): Promise<Answer> {
    const { clock, duty, ledger } = this.#options;
    const present = duty.onDuty();
    if (!present.ok) return present;
    const check = ledger.undoable(clock.nowMs());
    const isFree = check?.eventId === checkEventId && this.#voiding !== checkEventId;
    if (!check || !isFree) return fail("patrol.nothing-to-undo");
    const { eventId: voidedEventId, pointCode } = check;
    const body = { voidedEventId, pointCode, reason: "operator-undo" } as const;
    this.#voiding = checkEventId;
    const answer = await this.#record({ type: "patrol.voided", body }, present.value, "manual");
    this.#voiding = null;
    return answer;
  }

  /** Notes what is abnormal where the newest check was; a long note may take longer than an undo. */
  async report(report: { readonly checkEventId: string; readonly note: string }): Promise<Answer> {
    const { duty, ledger } = this.#options;
    const present = duty.onDuty();
    if (!present.ok) return present;
    const check = ledger.latest();
    if (check?.eventId !== report.checkEventId) return fail("patrol.check-first");
    const body = { ...report, pointCode: check.pointCode, note: report.note.trim() };
    return this.#record({ type: "patrol.reported", body }, present.value, "manual");
  }

  async #record(draft: EventDraft, present: OnDuty, source: "device" | "manual"): Promise<Answer> {
    const { space, ledger, logger, onChange } = this.#options;
    try {
      ledger.take(await space.log.append(draft, { ...present, source }));
    } catch (error) {
      return fail(refusalOf(error, logger));
    }
    onChange();
    return ok(true);
  }

  #shown(code: ErrorCode): Answer {
    this.#options.onNotice(code);
    return fail(code);
  }
}
