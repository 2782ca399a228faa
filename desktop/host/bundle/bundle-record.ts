import type { Bundle } from "@gatehouse/protocols/bundle/bundle";
import type { EventBody } from "@gatehouse/protocols/event/event-types";
import type { Logger } from "pino";
import type { EventContext } from "../event-log/event-builder.ts";
import type { EventLog } from "../event-log/event-log.ts";
import { newestOf } from "../event-log/event-reading.ts";
import { refusalOf } from "../post/refusal.ts";
import type { StationStore } from "../store/station-store.ts";

const NOBODY: EventContext = { source: "device", actors: [], shiftId: null };
/** Refusals recorded in one host start; a centre that makes up versions fills no log. */
const MAX_REFUSALS = 64;
/** Newest records among which the last one of a kind lies; only a few kinds exist. */
const RECENT_RECORDS = 32;

/** What the record is kept with. */
export interface BundleRecordOptions {
  readonly store: StationStore;
  readonly log: EventLog;
  readonly logger: Logger;
}

/** What the log tells of bundles. */
export class BundleRecord {
  readonly #options: BundleRecordOptions;
  readonly #refused = new Set<string>();

  constructor(options: BundleRecordOptions) {
    this.#options = options;
  }

  /** @throws GatehouseError see `EventLog.append` */
  async applied({ kind, version }: Bundle): Promise<void> {
    await this.#options.log.append({ type: "bundle.applied", body: { kind, version } }, NOBODY);
  }

  /** After a power cut between the store and the log, says what the station works by. */
  async ensureApplied(bundle: Bundle): Promise<void> {
    try {
      if ((await this.#lastApplied(bundle.kind)) !== bundle.version) await this.applied(bundle);
    } catch (error) {
      refusalOf(error, this.#options.logger);
    }
  }

  /**
   * Records a refusal, each one once.
   * @throws GatehouseError see `EventLog.append`
   */
  async refused({ kind, version, reason }: EventBody<"bundle.refused">): Promise<void> {
    const key = JSON.stringify([kind, version, reason]);
    if (this.#refused.has(key) || this.#refused.size >= MAX_REFUSALS) return;
    this.#options.logger.warn({ kind, version, reason }, "bundle refused");
    const body = { kind, version, reason };
    await this.#options.log.append({ type: "bundle.refused", body }, NOBODY);
    this.#refused.add(key);
  }

  async #lastApplied(kind: string): Promise<number | null> {
    const rows = await newestOf(this.#options.store, "bundle.applied", RECENT_RECORDS);
    const bodies = rows.map(({ body }) => body as EventBody<"bundle.applied">);
    return bodies.find((body) => body.kind === kind)?.version ?? null;
  }
}
