import type { EventBody } from "@gatehouse/protocols/event/event-types";
import type { ScanView } from "@gatehouse/protocols/rpc/checkpoint-view";
import type { StationStore } from "../store/station-store.ts";
import type { EventRow } from "../store/store-contents.ts";
import { countRows, readRows } from "../store/store-reading.ts";
import { newestOf } from "./event-reading.ts";
import { scanViewOf } from "./scan-view.ts";
import { OLDEST_FIRST } from "./stored-rows.ts";

/** Scans since a time; `recorded` includes those that were voided later. */
export interface ScanCounts {
  readonly recorded: number;
  readonly voided: number;
}

/** Scans as index columns and a few opened rows tell them; what a screen starts from. */
export interface Projections {
  /** The newest of the day's scans in the log's order, newest first. */
  recentScans(options: {
    readonly limit: number;
    readonly dayStartMs: number;
  }): Promise<ScanView[]>;
  countScansSince(dayStartMs: number): Promise<ScanCounts>;
}

/** Projections of a store; they hold no state. */
export function createProjections(store: StationStore): Projections {
  return {
    async recentScans({ limit, dayStartMs }) {
      const newest = await newestOf(store, "scan.recorded", limit);
      const today = newest.filter(({ wallTimeMs }) => wallTimeMs >= dayStartMs);
      const oldest = today.at(-1);
      if (!oldest) return [];
      const voided = await voidedSince(store, oldest);
      const { recorded } = await countsSince(store, dayStartMs);
      return today.map((row, at) =>
        scanViewOf(row, { number: recorded - at, voided: voided.has(row.id) }),
      );
    },
    countScansSince: (dayStartMs) => countsSince(store, dayStartMs),
  };
}

async function countsSince(store: StationStore, dayStartMs: number): Promise<ScanCounts> {
  const since = { $gte: dayStartMs };
  return {
    recorded: await countRows(store.events, {
      selector: { type: "scan.recorded", wallTimeMs: since },
    }),
    voided: await countRows(store.events, { selector: { type: "scan.voided", wallTimeMs: since } }),
  };
}

/** A void follows its scan in the log whatever the clock said, so order finds it and time might not. */
async function voidedSince(store: StationStore, oldest: EventRow): Promise<Set<string>> {
  const voids = await readRows(store.events, {
    selector: { type: "scan.voided", epochOrder: { $gte: oldest.epochOrder } },
    sort: OLDEST_FIRST,
  });
  return new Set(voids.map(({ body }) => (body as EventBody<"scan.voided">).voidedEventId));
}
