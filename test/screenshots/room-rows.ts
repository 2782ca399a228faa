import type { CentreTables } from "@gatehouse/sync-server/store/tables";
import type { Insertable } from "kysely";

/** How the probes of a room stand. */
export type RoomMood = "well" | "beyond" | "stale" | "unknown";

/** A room, and when its station was heard, Unix ms: its probes spoke then. */
export interface MoodyRoom {
  readonly id: string;
  readonly mood: RoomMood;
  readonly heardAtMs: number;
}

interface SeedProbe {
  readonly deviceId: string;
  readonly name: string;
  readonly kind: string;
  readonly state: "ready" | "lost";
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const COLD = probe("th-1", "冷通道");
const RETURN = probe("th-2", "空调 2 回风");
const RACK = probe("th-3", "2 列机柜顶部");

/** The probes that a room's station names. */
export function probesOf(mood: RoomMood): readonly SeedProbe[] {
  return mood === "well" ? [COLD, RETURN] : [COLD, RETURN, RACK];
}

/** The newest scrape of each probe. */
export function scrapeRows({ id, mood, heardAtMs }: MoodyRoom) {
  const rows = probesOf(mood).map(({ deviceId, kind }, at) => ({
    station_id: id,
    device_id: deviceId,
    kind,
    values: [23.8 + at * 0.6, 46.2 - at],
    wall_time: new Date(heardAtMs - (at + 1) * SECOND),
    received_at: new Date(heardAtMs),
  }));
  return rows.flatMap((row): Insertable<CentreTables["latest_scrape"]>[] => {
    if (mood === "beyond" && row.device_id === RETURN.deviceId)
      return [{ ...row, values: [29.6, 41.2] }];
    if (mood === "stale" && row.device_id === RACK.deviceId) {
      const old = new Date(heardAtMs - 12 * MINUTE);
      return [{ ...row, wall_time: old, received_at: old }];
    }
    if (mood !== "unknown") return [row];
    if (row.device_id === RACK.deviceId) return [];
    return row.device_id === RETURN.deviceId ? [{ ...row, values: [24.4, null] }] : [row];
  });
}

/** Where the quantities of a room stand against their limits. */
export function thresholdRows({
  id,
  mood,
  heardAtMs,
}: MoodyRoom): Insertable<CentreTables["threshold_state"]>[] {
  const since = new Date(heardAtMs - 29 * MINUTE);
  const isBeyond = mood === "beyond";
  return [
    {
      station_id: id,
      device_id: RETURN.deviceId,
      metric: "temperatureC",
      state: isBeyond ? "above" : "within",
      limit_value: 28,
      value: isBeyond ? 28.1 : 27.4,
      since,
      received_at: since,
    },
  ];
}

/** A round of four points; in a room that is beyond its limits one of them was abnormal. */
export function patrolRows({
  id,
  mood,
  heardAtMs,
}: MoodyRoom): Insertable<CentreTables["patrol_check"]>[] {
  const points = ["门锁", "照明", "空调 2", "UPS 面板"];
  return points.map((point_name, at) => {
    const time = new Date(heardAtMs - (20 - at * 4) * MINUTE);
    return {
      event_id: `0192f3a4-0000-7000-a000-${String(at).padStart(12, "0")}`,
      station_id: id,
      point_code: `P-${at}`,
      point_name,
      wall_time: time,
      received_at: time,
      note: mood === "beyond" && at === 2 ? "滤网积灰，风量小" : null,
      mode: "live",
    };
  });
}

function probe(deviceId: string, name: string): SeedProbe {
  return { deviceId, name, kind: "xy-md02", state: "ready" };
}
