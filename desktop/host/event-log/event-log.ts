import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import type { StoredEvent } from "@gatehouse/protocols/event/envelope";
import type { EventBody, EventDraft } from "@gatehouse/protocols/event/event-types";
import type { EpochId } from "@gatehouse/protocols/ids";
import type { StoreView } from "@gatehouse/protocols/rpc/station-view";
import type { Logger } from "pino";
import { type Observable, Subject } from "rxjs";
import type { StationStore } from "../store/station-store.ts";
import { type EventContext, type EventOrigin, stampEvent } from "./event-builder.ts";
import { startEpoch } from "./log-start.ts";
import { createStoreHealth } from "./store-health.ts";
import { createTurnWriter } from "./turn-writer.ts";

/** What the log is opened with. */
export interface EventLogParts extends Omit<EventOrigin, "epoch"> {
  readonly store: StationStore;
  readonly logger: Logger;
  readonly softwareVersion: string;
  readonly role: EventBody<"host.started">["role"];
}

/** The one writer of a station's events. */
export interface EventLog {
  readonly epoch: EpochId;
  readonly epochOrder: number;
  /** Last committed `seq` of this epoch. */
  readonly lastSeq: number;
  /** Events after their commit, in order, one emission a commit. */
  readonly appended: Observable<readonly StoredEvent[]>;
  /** The store's health at each change. */
  readonly healthChanges: Observable<StoreView>;
  readonly health: StoreView;
  /**
   * Records an event. When this resolves the event is on the disk; when it rejects, nothing of
   * it is anywhere.
   * @throws GatehouseError `event.invalid`, `store.full` or `store.failed`
   */
  append(draft: EventDraft, context: EventContext): Promise<StoredEvent>;
  /** While the store fails: tries whether it takes data again, without waiting for a scan. */
  probe(): void;
  /** Commits what waits; later appends are refused. */
  close(): Promise<void>;
}

const HOST_CONTEXT: EventContext = { source: "device", actors: [], shiftId: null };

/**
 * Opens the log in a new epoch and records `host.started` as its first event.
 * @throws GatehouseError `store.full` or `store.failed`
 */
export async function openEventLog(parts: EventLogParts): Promise<EventLog> {
  const { store, clock, digests, softwareVersion, role } = parts;
  const logger = parts.logger.child({ module: "event-log" });
  const start = await startEpoch(store, parts);
  const origin: EventOrigin = { ...parts, epoch: start.epoch };
  const appended = new Subject<readonly StoredEvent[]>();
  const health = createStoreHealth(clock, logger);
  const writer = createTurnWriter({ store, start, digests, health, appended });

  function append(draft: EventDraft, context: EventContext): Promise<StoredEvent> {
    const event = stampEvent(origin, draft, context);
    const { lookup } = context;
    const hash = lookup === undefined ? "" : store.lookupHash(lookup);
    if (event.ok) return writer.write(event.value, hash);
    return Promise.reject(new GatehouseError("event.invalid", `${draft.type}: ${event.reason}`));
  }

  const body = { softwareVersion, role, previousEpoch: start.previousEpoch };
  await append({ type: "host.started", body }, HOST_CONTEXT);
  logger.info({ epoch: start.epoch, epochOrder: start.epochOrder }, "event log open");
  return {
    epoch: start.epoch,
    epochOrder: start.epochOrder,
    get lastSeq() {
      return writer.head.seq;
    },
    appended: appended.asObservable(),
    healthChanges: health.changes,
    get health() {
      return health.view;
    },
    append,
    probe: () => health.probe(store),
    async close() {
      await writer.close();
      appended.complete();
      health.close();
    },
  };
}
