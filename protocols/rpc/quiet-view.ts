import type { CheckpointView } from "./checkpoint-view.ts";
import type { StationView } from "./station-view.ts";

/** A checkpoint without scans at `nowMs`; for tests of whatever shows or carries views. */
export function quietCheckpoint(
  nowMs: number,
  changes: Partial<CheckpointView> = {},
): CheckpointView {
  return {
    role: "checkpoint",
    latest: null,
    recent: [],
    today: { scans: 0, asOfMs: nowMs },
    ...changes,
  };
}

/** A station at rest with one guard on duty; for tests of whatever shows or carries views. */
export function quietView(nowMs: number, changes: Partial<StationView> = {}): StationView {
  return {
    place: { stationId: "st-test", siteName: "", laneName: "" },
    softwareVersion: "0.1.0",
    nowMs,
    mode: "live",
    link: { state: "online", sinceMs: 0, code: null },
    unsent: { count: 0, oldestAtMs: null },
    store: { state: "ok", code: null, sinceMs: 0 },
    devices: [],
    duty: {
      state: "on",
      operators: [{ operatorId: "1001", name: "李卫", role: "guard", sinceMs: 0 }],
      shift: { shiftId: "shift-1", startedAtMs: 0 },
      presented: null,
      list: { version: 1, issuedAtMs: 0, expiresAtMs: null, eligible: 2 },
    },
    post: quietCheckpoint(nowMs),
    notice: null,
    ...changes,
  };
}
