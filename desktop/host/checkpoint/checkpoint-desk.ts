import type { ErrorCode } from "@gatehouse/protocols/error/error-table";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import type { EventBody } from "@gatehouse/protocols/event/event-types";
import { fail, ok, type Result } from "@gatehouse/protocols/result";
import type { ScanView } from "@gatehouse/protocols/rpc/station-view";
import type { ScanRead } from "@gatehouse/protocols/scan/scanner-codec";
import type { Logger } from "pino";
import type { Clock } from "../clock.ts";
import type { EventLog } from "../event-log/event-log.ts";
import type { ScanLedger } from "./scan-ledger.ts";

/** A guard may take back an own scan for so long; later it needs a supervisor. */
const UNDO_WINDOW_MS = 5 * 60_000;
/** `deviceId` of what was typed by hand. */
const KEYPAD = "keypad";

/** What the desk needs from around it. */
export interface CheckpointDeskOptions {
  readonly log: EventLog;
  readonly ledger: ScanLedger;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The ledger changed. */
  onChange(): void;
  /** Something could not be recorded; the words come from the error table. */
  onNotice(code: ErrorCode): void;
}

/** Records what is scanned or typed at a checkpoint. Nothing here waits for a network. */
export class CheckpointDesk {
  readonly #options: CheckpointDeskOptions;

  constructor(options: CheckpointDeskOptions) {
    this.#options = options;
  }

  /** Records a device's read; a failure is shown, never thrown at the driver. */
  async recordRead(deviceId: string, read: ScanRead): Promise<void> {
    await this.#record({ deviceId, ...read }, "device");
  }

  /** Records what the guard typed. */
  async recordTyped(payload: string): Promise<Result<ScanView>> {
    const typed = {
      deviceId: KEYPAD,
      payload,
      encoding: "typed",
      aimId: null,
      symbology: null,
      terminator: "typed",
    } as const;
    return this.#record(typed, "manual");
  }

  /** Voids the newest scan, as a record of its own. */
  async undo(eventId: string): Promise<Result<true>> {
    const { clock, ledger, log, onChange } = this.#options;
    const latest = ledger.latest();
    if (!latest || latest.voided || latest.eventId !== eventId) return fail("scan.not-found");
    if (clock.nowMs() - latest.atMs > UNDO_WINDOW_MS) return fail("scan.undo-expired");
    const body = { voidedEventId: eventId, reason: "operator-undo" } as const;
    try {
      await log.append(
        { type: "scan.voided", body },
        { source: "manual", actors: [], shiftId: null },
      );
    } catch (error) {
      return fail(this.#refused(error));
    }
    ledger.voided(eventId);
    onChange();
    return ok(true);
  }

  async #record(
    body: EventBody<"scan.recorded">,
    source: "device" | "manual",
  ): Promise<Result<ScanView, ErrorCode>> {
    const { ledger, log, onChange } = this.#options;
    try {
      const context = { source, actors: [], shiftId: null };
      const event = await log.append({ type: "scan.recorded", body }, context);
      const scan = ledger.recorded(event);
      onChange();
      return ok(scan);
    } catch (error) {
      const code = this.#refused(error);
      this.#options.onNotice(code);
      return fail(code);
    }
  }

  /** A store that fails has said so once, in the log's health; a line for each scan would bury it. */
  #refused(error: unknown): ErrorCode {
    const isKnown = error instanceof GatehouseError;
    const level = isKnown && error.code.startsWith("store.") ? "debug" : "error";
    this.#options.logger[level]({ err: error }, "a record was not accepted");
    return isKnown ? error.code : "store.failed";
  }
}
