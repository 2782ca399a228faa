import { join } from "node:path";
import type { ErrorCode } from "@gatehouse/protocols/error/error-table";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import type { Logger } from "pino";
import { type Closable, closeInTurn } from "./close-in-turn.ts";
import type { EventLog } from "./event-log/event-log.ts";
import type { DataSpace, OnDuty, Post } from "./post/post.ts";
import type { StationStore } from "./store/station-store.ts";
import { removeTrainingStore, TRAINING_FOLDER } from "./store/training-store.ts";
import { WorkSpace } from "./work-space.ts";

/** What a training is opened with. */
export interface TrainingParts {
  /** The station's data folder; a training has its own inside it. */
  readonly folder: string;
  readonly logger: Logger;
  openStore(folder: string): Promise<StationStore>;
  openLog(store: StationStore, mode: DataSpace["mode"]): Promise<EventLog>;
  openPost(space: DataSpace): Promise<Post>;
}

/** One training: records of its own, empty at the beginning and gone after the end. */
export class Training {
  readonly work: WorkSpace;
  /** Who trains; as they were last, when they have gone. */
  people: OnDuty;
  /** The live log says that it is over. */
  isEndRecorded = false;
  readonly #parts: TrainingParts;
  readonly #held: Closable[];

  private constructor(parts: TrainingParts, work: WorkSpace, opened: OpenedBy) {
    this.#parts = parts;
    this.work = work;
    this.people = opened.people;
    this.#held = opened.held;
  }

  /** @throws GatehouseError `store.full` or `folder.unusable`: the live store is not what failed */
  static async open(parts: TrainingParts, people: OnDuty): Promise<Training> {
    const held: Closable[] = [];
    const path = join(parts.folder, TRAINING_FOLDER);
    try {
      removeTrainingStore(path);
      const store = await parts.openStore(path);
      held.push(store);
      const log = await parts.openLog(store, "training");
      held.push(log);
      const space: DataSpace = { mode: "training", store, log };
      const work = new WorkSpace(space, await parts.openPost(space));
      return new Training(parts, work, { people, held });
    } catch (cause) {
      await endQuietly(parts, held);
      throw new GatehouseError(codeOf(cause), { detail: path, cause });
    }
  }

  /** Finishes what is being recorded and removes all of it; a failure is logged, for nobody waits for it. */
  async close(): Promise<void> {
    await this.work.settled();
    await endQuietly(this.#parts, this.#held);
  }
}

interface OpenedBy {
  readonly people: OnDuty;
  readonly held: Closable[];
}

/** Removes what a host that died in a training left behind. */
export function removeLeftOver({ folder, logger }: Pick<TrainingParts, "folder" | "logger">): void {
  try {
    removeTrainingStore(join(folder, TRAINING_FOLDER));
  } catch (error) {
    logger.warn({ err: error }, "a training's records could not be removed");
  }
}

async function endQuietly(parts: TrainingParts, held: Closable[]): Promise<void> {
  try {
    await closeInTurn(held);
  } catch (error) {
    parts.logger.error({ err: error }, "a training could not be closed");
  }
  removeLeftOver(parts);
}

function codeOf(cause: unknown): ErrorCode {
  const isFull = cause instanceof GatehouseError && cause.code === "store.full";
  return isFull ? "store.full" : "folder.unusable";
}
