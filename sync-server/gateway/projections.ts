import type { StoredEvent } from "@gatehouse/protocols/event/envelope";
import type { PoolClient } from "pg";
import { type PatrolNews, projectPatrols } from "../store/patrol-projection.ts";
import {
  type ProjectedScan,
  type ProjectedVoid,
  projectScans,
  projectVoids,
} from "../store/scan-projection.ts";
import { projectThresholds, type ThresholdNews } from "../store/threshold-projection.ts";
import { projectTubes, type TubeNews } from "../store/tube-projection.ts";
import { knownEvent } from "./known-event.ts";
import { patrolNewsIn, thresholdNewsIn } from "./room-view.ts";
import type { GroupTime } from "./row-kind.ts";
import { scanIn, voidIn } from "./scan-view.ts";
import { tubeNewsIn } from "./tube-view.ts";

/** What the events of one group add to the tables that the board reads, in the order of their arrival. */
export class Projections {
  readonly #scans: ProjectedScan[] = [];
  readonly #voids: ProjectedVoid[] = [];
  readonly #tubes: TubeNews[] = [];
  readonly #patrols: PatrolNews[] = [];
  readonly #thresholds: ThresholdNews[] = [];

  /** Notes what an event says; nothing for one that the board does not show. */
  add(stored: StoredEvent): void {
    const event = knownEvent(stored);
    if (event === null) return;
    put(this.#scans, scanIn(event));
    put(this.#voids, voidIn(event));
    put(this.#tubes, tubeNewsIn(event));
    put(this.#patrols, patrolNewsIn(event));
    put(this.#thresholds, thresholdNewsIn(event));
  }

  /** Writes all of it within the group's transaction. */
  async write(client: PoolClient, time: GroupTime): Promise<void> {
    await projectScans(client, this.#scans, time);
    await projectVoids(client, this.#voids, time.timeZone);
    await projectTubes(client, this.#tubes, time);
    await projectPatrols(client, this.#patrols, time.receivedAtMs);
    await projectThresholds(client, this.#thresholds, time.receivedAtMs);
  }
}

function put<Item>(list: Item[], item: Item | null): void {
  if (item !== null) list.push(item);
}
