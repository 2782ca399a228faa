import type { ErrorCode } from "@gatehouse/protocols/error/error-table";
import type { CodeRead } from "@gatehouse/protocols/event/scan-events";
import { fail, ok, type Result } from "@gatehouse/protocols/result";
import { ActQueue } from "../post/act-queue.ts";
import type { OnDuty, PostParts } from "../post/post.ts";
import { refusalOf } from "../post/refusal.ts";
import { sourceOf } from "../post/typed-read.ts";
import type { ScanLedger } from "./scan-ledger.ts";

/** A guard may take back an own scan for so long; later it needs a supervisor. */
const UNDO_WINDOW_MS = 5 * 60_000;

/** What the desk needs from around it. */
export interface CheckpointDeskOptions extends Omit<PostParts, "space"> {
  readonly log: PostParts["space"]["log"];
  readonly ledger: ScanLedger;
}

/** Records what is scanned or typed at a checkpoint. Nothing here waits for a network. */
export class CheckpointDesk {
  readonly #options: CheckpointDeskOptions;
  readonly #undos = new ActQueue();

  constructor(options: CheckpointDeskOptions) {
    this.#options = options;
  }

  /** Records a read; what cannot be recorded is shown and answered, never thrown at a driver. */
  async record(read: CodeRead): Promise<Result<true, ErrorCode>> {
    const { duty, ledger, log, logger, onChange } = this.#options;
    const present = duty.onDuty();
    if (!present.ok) return this.#shown(present.reason);
    try {
      const context = { ...present.value, source: sourceOf(read) };
      ledger.recorded(await log.append({ type: "scan.recorded", body: read }, context));
    } catch (error) {
      return this.#shown(refusalOf(error, logger));
    }
    onChange();
    return ok(true);
  }

  /** Voids the newest scan, as a record of its own; a key pressed twice voids once. */
  async undo(eventId: string): Promise<Result<true, ErrorCode>> {
    const present = this.#options.duty.onDuty();
    if (!present.ok) return present;
    return this.#undos.run(() => this.#void(eventId, present.value));
  }

  async #void(eventId: string, present: OnDuty): Promise<Result<true, ErrorCode>> {
    const { clock, ledger, log, logger, onChange } = this.#options;
    const latest = ledger.latest();
    if (!latest || latest.voided || latest.eventId !== eventId) return fail("scan.not-found");
    if (clock.nowMs() - latest.atMs > UNDO_WINDOW_MS) return fail("scan.undo-expired");
    const body = { voidedEventId: eventId, reason: "operator-undo" } as const;
    try {
      await log.append({ type: "scan.voided", body }, { ...present, source: "manual" });
    } catch (error) {
      return fail(refusalOf(error, logger));
    }
    ledger.voided(eventId);
    onChange();
    return ok(true);
  }

  #shown(code: ErrorCode): Result<true, ErrorCode> {
    this.#options.onNotice(code);
    return fail(code);
  }
}
