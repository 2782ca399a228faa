import { createProjections } from "../event-log/projections.ts";
import { dayStartOf } from "../post/local-day.ts";
import type { Post, PostParts } from "../post/post.ts";
import { typedRead } from "../post/typed-read.ts";
import type { StationStore } from "../store/station-store.ts";
import { CheckpointDesk } from "./checkpoint-desk.ts";
import { RECENT_SCANS, ScanLedger } from "./scan-ledger.ts";

/** Opens a checkpoint on one data space; its counts go on from what the log holds of today. */
export async function openCheckpointPost(parts: PostParts): Promise<Post> {
  const { clock, space } = parts;
  const ledger = await readLedger(space.store, dayStartOf(clock.nowMs()));
  const desk = new CheckpointDesk({ ...parts, log: space.log, ledger });
  return {
    view: () => ({ role: "checkpoint", ...ledger.facts(clock.nowMs()) }),
    takeScan: async (read) => void (await desk.record(read)),
    handlers: {
      role: "checkpoint",
      recordTyped: (payload) => desk.record(typedRead(payload)),
      undo: (eventId) => desk.undo(eventId),
    },
  };
}

async function readLedger(store: StationStore, dayStartMs: number): Promise<ScanLedger> {
  const projections = createProjections(store);
  const { recorded, voided } = await projections.countScansSince(dayStartMs);
  const recent = await projections.recentScans({ limit: RECENT_SCANS, dayStartMs });
  return new ScanLedger({ dayStartMs, recorded, voided, recent });
}
