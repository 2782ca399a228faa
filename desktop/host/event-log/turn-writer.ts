import type { Digests } from "@gatehouse/protocols/crypto-suite";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import type { StoredEvent } from "@gatehouse/protocols/event/envelope";
import type { Subject } from "rxjs";
import type { StationStore } from "../store/station-store.ts";
import type { EventRow } from "../store/store-contents.ts";
import { failedBy, RefusedRowError } from "../store/store-error.ts";
import { placeEvent, type UnplacedEvent } from "./event-builder.ts";
import type { LogHead, LogStart } from "./log-start.ts";
import type { StoreHealth } from "./store-health.ts";
import { rowOf } from "./stored-rows.ts";

/** Events that may wait for their commit; beyond it the disk is not keeping up and callers must know. */
const MAX_WAITING = 10_000;
/** Events in one transaction, so that a burst does not hold up the loop for long. */
const MAX_TURN = 500;

/** What the writer stands on. */
export interface TurnWriterParts {
  readonly store: StationStore;
  readonly start: LogStart;
  readonly digests: Digests;
  readonly health: StoreHealth;
  readonly appended: Subject<readonly StoredEvent[]>;
}

/** Writes events in the order of their arrival, one transaction for each turn of the event loop. */
export interface TurnWriter {
  /** Last committed place. */
  readonly head: LogHead;
  /**
   * @param lookup see `EventRow.lookup`
   * @throws GatehouseError see `EventLog.append`
   */
  write(event: UnplacedEvent, lookup: string): Promise<StoredEvent>;
  close(): Promise<void>;
}

interface Waiting {
  readonly event: UnplacedEvent;
  readonly lookup: string;
  resolve(stored: StoredEvent): void;
  reject(error: GatehouseError): void;
}

interface Placed {
  readonly waiting: Waiting;
  readonly stored: StoredEvent;
}

/** A writer behind the start of an epoch. */
export function createTurnWriter(parts: TurnWriterParts): TurnWriter {
  const { store, start, digests, health, appended } = parts;
  let head = start.head;
  let queue: Waiting[] = [];
  let running: Promise<void> | undefined;
  let isClosed = false;

  /** Chains a turn behind the head; what is malformed is answered and takes no place. */
  function place(turn: readonly Waiting[]): Placed[] {
    const placed = new Map<string, Placed>();
    let behind = head;
    for (const waiting of turn) {
      const stored = placeEvent(digests, behind, waiting.event);
      const { eventId } = waiting.event.header;
      if (stored.ok && !placed.has(eventId)) {
        placed.set(eventId, { waiting, stored: stored.value });
        behind = stored.value.header;
      } else {
        const detail = stored.ok ? "id given twice" : stored.detail;
        waiting.reject(new GatehouseError("event.invalid", detail));
      }
    }
    return [...placed.values()];
  }

  function rowAt({ stored, waiting }: Placed): EventRow {
    return rowOf(stored, { epochOrder: start.epochOrder, lookup: waiting.lookup });
  }

  /** Commits a turn; after a row is refused the rest is numbered anew and tried again. */
  async function commit(turn: readonly Waiting[]): Promise<void> {
    const placed = place(turn);
    const last = placed.at(-1);
    if (!last) return;
    try {
      await store.events.bulkInsert(placed.map(rowAt));
    } catch (error) {
      const refused = refusedOf(placed, error);
      if (!refused) return rejectAll(placed, health.failed(error));
      refused.reject(failedBy(error, "event.invalid", "refused by the store"));
      return commit(placed.map(({ waiting }) => waiting).filter((waiting) => waiting !== refused));
    }
    head = last.stored.header;
    health.succeeded();
    appended.next(placed.map(({ stored }) => stored));
    for (const { waiting, stored } of placed) waiting.resolve(stored);
  }

  async function run(): Promise<void> {
    while (queue.length > 0) {
      await endOfTurn();
      const turn = queue.slice(0, MAX_TURN);
      queue = queue.slice(MAX_TURN);
      await commit(turn);
    }
    running = undefined;
  }

  return {
    get head() {
      return head;
    },
    write(event, lookup) {
      const refusal = isClosed ? "closed" : queue.length >= MAX_WAITING ? "queue full" : null;
      if (refusal) return Promise.reject(new GatehouseError("store.failed", refusal));
      return new Promise((resolve, reject) => {
        queue.push({ event, lookup, resolve, reject });
        running ??= run();
      });
    },
    async close() {
      isClosed = true;
      await running;
    },
  };
}

/** Everything that arrives in this turn of the event loop is queued when this resolves. */
function endOfTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

function refusedOf(placed: readonly Placed[], error: unknown): Waiting | undefined {
  if (!(error instanceof RefusedRowError)) return undefined;
  return placed.find(({ stored }) => stored.header.eventId === error.documentId)?.waiting;
}

function rejectAll(placed: readonly Placed[], failure: GatehouseError): void {
  for (const { waiting } of placed) waiting.reject(failure);
}
