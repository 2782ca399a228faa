import type { PatrolPointView, ReadingView, RoomView } from "@gatehouse/protocols/rpc/room-view";
import type { DeviceView, DutyView, StationView } from "@gatehouse/protocols/rpc/station-view";
import type { Metric } from "@gatehouse/protocols/telemetry/metrics";
import { NOW_MS, ON_DUTY, SCANNER, stationOf } from "./station-views.ts";

const MINUTE = 60_000;

/** An ops engineer in the middle of the shift. */
const OPS_DUTY: DutyView = {
  ...ON_DUTY,
  operators: [{ operatorId: "0301", name: "赵工", role: "ops", sinceMs: NOW_MS - 100 * MINUTE }],
};

/** A probe that answers. */
export function probeOf(at: number, name: string, changes: Partial<DeviceView> = {}): DeviceView {
  return {
    deviceId: `probe-${at}`,
    kind: "probe",
    name,
    state: "ready",
    sinceMs: NOW_MS - 60 * MINUTE,
    code: null,
    ...changes,
  };
}

/** An hour of a value with a sensor's noise around it, the same in every run. */
function trendOf(value: number, rise = 0): (number | null)[] {
  return Array.from({ length: 60 }, (_, at) => {
    const noise = ((at * 7_919) % 5) / 10 - 0.2;
    return Math.round((value - rise * (1 - at / 59) + noise) * 10) / 10;
  });
}

const LIMITS = {
  temperatureC: { low: 18, high: 27 },
  humidityPct: { low: null, high: 60 },
} as const;

/** A reading of probe `at` that was measured two seconds ago and is well. */
export function readingOf(
  at: number,
  metric: Metric,
  changes: Partial<ReadingView> = {},
): ReadingView {
  const value = changes.value ?? (metric === "temperatureC" ? 24.1 : 46);
  return {
    deviceId: `probe-${at}`,
    name: ["冷通道", "热通道", "1 列", "电池间"][at - 1] ?? `${at} 号机柜`,
    metric,
    value,
    atMs: NOW_MS - 2_000,
    state: "within",
    sinceMs: NOW_MS - 100 * MINUTE,
    limits: LIMITS[metric],
    trend: trendOf(value),
    trendPeriodMs: MINUTE,
    ...changes,
  };
}

/** Both readings of each of so many probes. */
export function readingsOf(probes: number): ReadingView[] {
  return Array.from({ length: probes }, (_, at) => [
    readingOf(at + 1, "temperatureC"),
    readingOf(at + 1, "humidityPct"),
  ]).flat();
}

/** Too warm for 29 minutes. */
export const ABOVE: Partial<ReadingView> = {
  value: 29.6,
  state: "above",
  sinceMs: NOW_MS - 29 * MINUTE,
  trend: trendOf(29.6, 5),
};

/** Too cold for three minutes. */
export const BELOW: Partial<ReadingView> = {
  value: 16.4,
  state: "below",
  sinceMs: NOW_MS - 3 * MINUTE,
  trend: trendOf(16.4, -3),
};

/** Without a fresh value for twelve minutes. */
export const SILENT: Partial<ReadingView> = {
  value: 47,
  state: "silent",
  atMs: NOW_MS - 12 * MINUTE - 15_000,
  sinceMs: NOW_MS - 12 * MINUTE,
};

/** Never heard of since the host started. */
export const NEVER: Partial<ReadingView> = {
  value: null,
  atMs: null,
  state: "silent",
  sinceMs: NOW_MS - 40_000,
  trend: trendOf(0).map(() => null),
};

/** A point of the patrol, not checked yet. */
export function pointOf(
  pointCode: string,
  changes: Partial<PatrolPointView> = {},
): PatrolPointView {
  const name = POINTS.get(pointCode) ?? `${pointCode} 机柜`;
  return { pointCode, pointName: name, checkedAtMs: null, note: null, ...changes };
}

const POINTS = new Map([
  ["GH-UPS", "UPS 面板"],
  ["GH-AC", "空调 1、2"],
  ["GH-LIGHT", "照明"],
  ["GH-FIRE", "消防瓶压力"],
  ["GH-DOOR", "门锁"],
]);

/** The id of the newest check in `CHECKED`. */
export const CHECK_ID = "0192f000-0000-7000-8000-00000000c001";

/** A round that began at 08:00 and ends at 10:00; nothing checked yet. */
export function patrolOf(changes: Partial<RoomView["patrol"]> = {}): RoomView["patrol"] {
  return {
    roundStartedAtMs: NOW_MS - 101 * MINUTE - 7_000,
    roundEndsAtMs: NOW_MS + 18 * MINUTE + 53_000,
    points: [...POINTS.keys()].map((code) => pointOf(code)),
    latest: null,
    ...changes,
  };
}

/** The round after the first point was scanned a moment ago. */
export const CHECKED = patrolOf({
  points: [...POINTS.keys()].map((code, at) =>
    pointOf(code, at === 0 ? { checkedAtMs: NOW_MS - 4_000 } : {}),
  ),
  latest: { checkEventId: CHECK_ID, pointCode: "GH-UPS" },
});

/** A room with four well probes and a round that has begun. */
function roomOf(changes: Partial<RoomView> = {}): RoomView {
  return { role: "room", readings: readingsOf(4), patrol: patrolOf(), ...changes };
}

/** The station of a room. */
export function roomView(
  post: Partial<RoomView> = {},
  changes: Partial<StationView> = {},
): StationView {
  const names = ["冷通道", "热通道", "1 列", "电池间"];
  return stationOf(roomOf(post), {
    place: { stationId: "st-room-a", siteName: "", laneName: "机房 A" },
    devices: [SCANNER, ...names.map((name, at) => probeOf(at + 1, name))],
    duty: OPS_DUTY,
    ...changes,
  });
}

/** Readings with one of them changed. @param at place in the list */
export function withReading(at: number, changes: Partial<ReadingView>): ReadingView[] {
  return readingsOf(4).map((reading, place) =>
    place === at ? { ...reading, ...changes } : reading,
  );
}
