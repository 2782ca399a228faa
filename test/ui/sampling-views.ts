import type { PoolSize } from "@gatehouse/protocols/event/pool-sizes";
import type {
  ClosedTubeView,
  MemberView,
  OpenTubeView,
  SamplingView,
} from "@gatehouse/protocols/rpc/sampling-view";
import type { DutyView, StationView } from "@gatehouse/protocols/rpc/station-view";
import { NOW_MS, ON_DUTY, stationOf } from "./station-views.ts";

/** A sampler and a registrar in the middle of their shift. */
export const TABLE_DUTY: DutyView = {
  ...ON_DUTY,
  operators: [
    { operatorId: "3001", name: "王护", role: "sampler", sinceMs: NOW_MS - 3 * 3_600_000 },
    { operatorId: "3002", name: "周岚", role: "registrar", sinceMs: NOW_MS - 3 * 3_600_000 },
  ],
};

/** A person in the open tube; every third one was typed. */
export function memberOf(position: number, changes: Partial<MemberView> = {}): MemberView {
  return {
    eventId: `member-${position}`,
    position,
    atMs: NOW_MS - (21 - position) * 24_000,
    maskedTail: String((position * 7_919) % 10_000).padStart(4, "0"),
    source: position % 3 === 0 ? "manual" : "device",
    ...changes,
  };
}

/** An open tube with its first `count` places taken. */
export function tubeOf(capacity: PoolSize, count: number): OpenTubeView {
  return {
    tubeId: "tube-18",
    tubeCode: "B2026004418",
    capacity,
    openedAtMs: NOW_MS - 252_000,
    members: Array.from({ length: count }, (_, at) =>
      memberOf(at + 1, { atMs: NOW_MS - (count - at) * 12_000 }),
    ),
  };
}

/** A tube that was closed `age` tubes ago; the third was put aside, the fifth undone. */
export function closedOf(age: number, changes: Partial<ClosedTubeView> = {}): ClosedTubeView {
  const state = age === 2 ? "quarantined" : age === 4 ? "voided" : "sealed";
  return {
    tubeId: `tube-${17 - age}`,
    tubeCode: `B20260044${17 - age}`,
    state,
    capacity: 10,
    members: state === "voided" ? 0 : 10,
    swabs: state === "voided" ? null : state === "quarantined" ? 9 : 10,
    closedAtMs: NOW_MS - 280_000 - age * 400_000,
    ...changes,
  };
}

/** A sampling table between two tubes, in the middle of its shift. */
function samplingOf(changes: Partial<SamplingView> = {}): SamplingView {
  return {
    role: "sampling",
    tube: null,
    poolSize: 10,
    lastTubes: Array.from({ length: 10 }, (_, age) => closedOf(age)),
    counts: { tubes: 34, people: 331, sinceMs: NOW_MS - 3 * 3_600_000, asOfMs: NOW_MS },
    ...changes,
  };
}

/** A table in a station, with changes of the station. */
export function tableOf(
  post: Partial<SamplingView> = {},
  changes: Partial<StationView> = {},
): StationView {
  const place = { stationId: "st-table-3", siteName: "采样", laneName: "3 台" };
  return stationOf(samplingOf(post), { place, duty: TABLE_DUTY, ...changes });
}

/** A table that fills a tube. */
export function fillingOf(
  capacity: PoolSize,
  count: number,
  changes: Partial<StationView> = {},
): StationView {
  return tableOf({ tube: tubeOf(capacity, count), poolSize: capacity }, changes);
}
