import { join } from "node:path";
import type { ErrorCode } from "@gatehouse/protocols/error/error-table";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import { fail, ok, type Result } from "@gatehouse/protocols/result";
import type { Logger } from "pino";
import { type Closable, closeInTurn } from "./close-in-turn.ts";
import type { EventLog } from "./event-log/event-log.ts";
import type { DataSpace, DutyCheck, Post } from "./post/post.ts";
import type { StationStore } from "./store/station-store.ts";
import { removeTrainingStore, TRAINING_FOLDER } from "./store/training-store.ts";

/** What the spaces are opened with. */
export interface DataSpacesOptions {
  readonly live: DataSpace;
  /** The station's data folder; a training has its own inside it. */
  readonly folder: string;
  readonly duty: DutyCheck;
  readonly logger: Logger;
  openStore(folder: string): Promise<StationStore>;
  openLog(store: StationStore, mode: DataSpace["mode"]): Promise<EventLog>;
  openPost(space: DataSpace): Promise<Post>;
  /** Another space is shown now. */
  onSwitch(): void;
}

interface Shown {
  readonly space: DataSpace;
  readonly post: Post;
}

/**
 * The real records, and those of a training while one is shown. A training begins empty in a store
 * and a log of its own, of which the sync knows nothing; what the station records of itself goes
 * on into the live log.
 */
export class DataSpaces {
  readonly #options: DataSpacesOptions;
  readonly #live: Shown;
  readonly #trainingHeld: Closable[] = [];
  #training: Shown | null = null;
  #switching: Promise<unknown> = Promise.resolve();

  private constructor(options: DataSpacesOptions, live: Shown) {
    this.#options = options;
    this.#live = live;
  }

  /** Opens the live space's post. */
  static async open(options: DataSpacesOptions): Promise<DataSpaces> {
    const { live, openPost } = options;
    return new DataSpaces(options, { space: live, post: await openPost(live) });
  }

  get mode(): DataSpace["mode"] {
    return this.#shown.space.mode;
  }

  /** The post that is at work now. */
  get post(): Post {
    return this.#shown.post;
  }

  get #shown(): Shown {
    return this.#training ?? this.#live;
  }

  /** Tries failing stores again without waiting for a scan. */
  probe(): void {
    this.#live.space.log.probe();
    this.#training?.space.log.probe();
  }

  /** Shows a new, empty training, or goes back to the real records. One change at a time. */
  setTraining(isOn: boolean): Promise<Result<true, ErrorCode>> {
    const next = this.#switching.then(() => this.#switch(isOn));
    this.#switching = next;
    return next;
  }

  async close(): Promise<void> {
    await this.#switching;
    await this.#endTraining();
  }

  async #switch(isOn: boolean): Promise<Result<true, ErrorCode>> {
    const { duty, live, logger, onSwitch } = this.#options;
    const present = duty.onDuty();
    if (!present.ok) return present;
    if (isOn === (this.#training !== null)) return ok(true);
    const type = isOn ? "training.started" : "training.ended";
    try {
      if (isOn) await this.#beginTraining();
      await live.log.append({ type, body: {} }, { ...present.value, source: "manual" });
      if (!isOn) await this.#endTraining();
    } catch (error) {
      if (isOn) await this.#endTraining();
      logger.error({ err: error }, "the training could not be switched");
      return fail(error instanceof GatehouseError ? error.code : "store.failed");
    }
    onSwitch();
    return ok(true);
  }

  async #beginTraining(): Promise<void> {
    const { folder, openLog, openPost, openStore } = this.#options;
    const path = join(folder, TRAINING_FOLDER);
    removeTrainingStore(path);
    const store = await openStore(path);
    this.#trainingHeld.push(store);
    const log = await openLog(store, "training");
    this.#trainingHeld.push(log);
    const space: DataSpace = { mode: "training", store, log };
    this.#training = { space, post: await openPost(space) };
  }

  async #endTraining(): Promise<void> {
    this.#training = null;
    await closeInTurn(this.#trainingHeld);
  }
}
