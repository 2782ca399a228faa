import type { ReadingView } from "@gatehouse/protocols/rpc/room-view";
import type { Post, PostParts } from "../post/post.ts";
import { typedRead } from "../post/typed-read.ts";
import type { RoomConfig } from "../post-config.ts";
import type { StationStore } from "../store/station-store.ts";
import { PatrolDesk } from "./patrol-desk.ts";
import { PatrolLedger } from "./patrol-ledger.ts";
import { readPatrolRecords } from "./patrol-records.ts";

/** The room that a post is about. */
export interface Room {
  readonly config: RoomConfig;
  /** How the readings stand now; a training shows the real ones. */
  readings(): readonly ReadingView[];
}

/** Opens a machine room on one data space; its round goes on from what the log holds of it. */
export async function openRoomPost(parts: PostParts, room: Room): Promise<Post> {
  const { clock, space } = parts;
  const { patrol } = room.config;
  const ledger = await readLedger(space.store, new PatrolLedger(patrol, clock.nowMs()));
  const desk = new PatrolDesk({ ...parts, points: patrol.points, ledger });
  return {
    view: () => ({
      role: "room",
      readings: room.readings(),
      patrol: ledger.view(clock.nowMs()),
    }),
    takeScan: async (read) => void (await desk.check(read)),
    handlers: {
      role: "room",
      enter: (payload) => desk.check(typedRead(payload)),
      undo: (eventId) => desk.undo(eventId),
      report: (report) => desk.report(report),
    },
  };
}

/** Checks of an earlier host start show in the round; nobody here can take them back. */
async function readLedger(store: StationStore, ledger: PatrolLedger): Promise<PatrolLedger> {
  for (const record of await readPatrolRecords(store, ledger.round)) ledger.take(record);
  ledger.forgetLatest();
  return ledger;
}
