import type { ErrorCode } from "@gatehouse/protocols/error/error-table";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import type { CodeRead } from "@gatehouse/protocols/event/scan-events";
import { fail, ok, type Result } from "@gatehouse/protocols/result";
import { ActQueue } from "./post/act-queue.ts";
import type { DataSpace, DutyCheck, Post } from "./post/post.ts";
import { refusalOf } from "./post/refusal.ts";
import { removeLeftOver, Training, type TrainingParts } from "./training.ts";
import { recordLeftOverEnd, recordTraining } from "./training-record.ts";
import { WorkSpace } from "./work-space.ts";

/** What the spaces are opened with. */
export interface DataSpacesOptions extends TrainingParts {
  readonly live: DataSpace;
  readonly duty: Pick<DutyCheck, "onDuty">;
  /** Another space is shown now. */
  onSwitch(): void;
}

/**
 * The real records, and those of a training while one is shown. A training begins empty in a store
 * and a log of its own, of which the sync knows nothing; what the station records of itself goes
 * on into the live log.
 */
export class DataSpaces {
  readonly #options: DataSpacesOptions;
  readonly #live: WorkSpace;
  readonly #acts = new ActQueue();
  #training: Training | null = null;

  private constructor(options: DataSpacesOptions, live: WorkSpace) {
    this.#options = options;
    this.#live = live;
  }

  /** Opens the live space's post, also where the host died in a training. */
  static async open(options: DataSpacesOptions): Promise<DataSpaces> {
    const { live, logger, openPost } = options;
    removeLeftOver(options);
    await recordLeftOverEnd(live, logger);
    return new DataSpaces(options, new WorkSpace(live, await openPost(live)));
  }

  get mode(): DataSpace["mode"] {
    return this.#shown.space.mode;
  }

  /** The post that is at work now. */
  get post(): Post {
    return this.#shown.post;
  }

  get #shown(): WorkSpace {
    return this.#training?.work ?? this.#live;
  }

  /** Takes a scan into the space that is shown now. */
  takeScan(read: CodeRead): void {
    this.#shown.takeScan(read);
  }

  /** Tries failing stores again without waiting for a scan. */
  probe(): void {
    this.#live.space.log.probe();
    this.#training?.work.space.log.probe();
  }

  /**
   * Shows a new, empty training, or goes back to the real records. One change at a time; refused
   * with what `onDuty` says, `folder.unusable`, `store.full` or `store.failed`, and then nothing
   * has changed.
   */
  setTraining(isOn: boolean): Promise<Result<true, ErrorCode>> {
    return this.#acts.run(() => (isOn ? this.#begin() : this.#end()));
  }

  /**
   * Who is on duty changed. A training ends with its shift: those who come next must not work in
   * it unknowingly. A screen that is only locked is still theirs.
   */
  dutyChanged(): void {
    const training = this.#training;
    if (!training) return;
    const present = this.#options.duty.onDuty();
    if (present.ok && present.value.shiftId === training.people.shiftId) {
      training.people = present.value;
    } else if (present.ok || present.reason !== "duty.locked") {
      this.#show(null);
      void this.#acts.run(() => this.#endOf(training));
    }
  }

  /** Ends a training that is shown, and finishes what is being recorded. */
  async close(): Promise<void> {
    await this.#acts.settled();
    if (this.#training) await this.#endOf(this.#training);
    await this.#live.settled();
  }

  async #begin(): Promise<Result<true, ErrorCode>> {
    const { duty, live, logger } = this.#options;
    const present = duty.onDuty();
    if (!present.ok || this.#training) return present.ok ? ok(true) : present;
    let training: Training | null = null;
    try {
      training = await Training.open(this.#options, present.value);
      await recordTraining(live, "training.started", { ...present.value, source: "manual" });
    } catch (error) {
      logger.error({ err: error }, "the training could not begin");
      await training?.close();
      return fail(error instanceof GatehouseError ? error.code : "store.failed");
    }
    this.#show(training);
    // The shift may have ended while the training was being opened.
    this.dutyChanged();
    return this.#training ? ok(true) : fail("duty.nobody");
  }

  async #end(): Promise<Result<true, ErrorCode>> {
    const { duty, live, logger } = this.#options;
    const present = duty.onDuty();
    const training = this.#training;
    if (!present.ok || !training) return present.ok ? ok(true) : present;
    try {
      await recordTraining(live, "training.ended", { ...present.value, source: "manual" });
    } catch (error) {
      return fail(refusalOf(error, logger));
    }
    training.isEndRecorded = true;
    if (this.#training) this.#show(null);
    await training.close();
    return ok(true);
  }

  /** A training ends that nobody ended by hand; what cannot be recorded now, the next start records. */
  async #endOf(training: Training): Promise<Result<true, ErrorCode>> {
    const { live, logger } = this.#options;
    try {
      const context = { ...training.people, source: "device" } as const;
      if (!training.isEndRecorded) await recordTraining(live, "training.ended", context);
      training.isEndRecorded = true;
    } catch (error) {
      logger.error({ err: error }, "the end of a training is not recorded");
    }
    await training.close();
    return ok(true);
  }

  #show(training: Training | null): void {
    this.#training = training;
    this.#options.onSwitch();
  }
}
