import type { StationPlan } from "./demo-station.ts";

/** Patrol points of the demonstration's machine room. */
export const PATROL_POINTS = [
  { code: "RACK-A01", name: "A01 机柜" },
  { code: "RACK-A02", name: "A02 机柜" },
  { code: "UPS-1", name: "UPS 面板" },
  { code: "AC-1", name: "空调 1" },
  { code: "FIRE-1", name: "消防瓶压力" },
] as const;

const POLL_MS = 1_000;

/** A checkpoint at a gate. */
export const CHECKPOINT_PLAN: StationPlan = {
  role: "checkpoint",
  place: ["--site", "dongmen", "--site-name", "东门", "--lane", "2", "--name", "2 道"],
  port: 7_090,
  config: {},
};

/** A sampling table at the same site. */
export const SAMPLING_PLAN: StationPlan = {
  role: "sampling",
  place: ["--site", "dongmen", "--site-name", "东门", "--lane", "t3", "--name", "采样 3 台"],
  port: 7_091,
  config: { sampling: { poolSize: 5 } },
};

/** A machine room with one probe. @param probePath its simulated port */
export function roomPlan(probePath: string): StationPlan {
  return {
    role: "room",
    place: ["--site", "zwzx", "--site-name", "政务中心", "--lane", "a", "--name", "机房 A"],
    port: 7_092,
    config: {
      room: {
        probes: [{ path: probePath, name: "冷通道", pollMs: POLL_MS }],
        patrol: { everyMinutes: 120, points: PATROL_POINTS },
      },
    },
  };
}
