import { calendarDay } from "@gatehouse/sync-server/api/calendar-day";
import type { CentreTables } from "@gatehouse/sync-server/store/tables";
import type { Insertable, Kysely } from "kysely";
import { CENTRE_TIME_ZONE } from "../support/centre-site.ts";
import { patrolRows, probesOf, type RoomMood, scrapeRows, thresholdRows } from "./room-rows.ts";
import { tubeCountRows, tubeRows } from "./tube-rows.ts";

/** What a board can look like. */
export const CENTRE_SCENES = [
  "empty",
  "waiting",
  "plain",
  "well",
  "stale",
  "silent",
  "trouble",
  "city",
] as const;
/** See `CENTRE_SCENES`. */
export type CentreScene = (typeof CENTRE_SCENES)[number];

/** One seeded station; `null` state = its slot was made and it never came. */
interface SeedStation {
  readonly id: string;
  readonly role: "checkpoint" | "sampling" | "room";
  readonly site: string;
  readonly lane: string;
  readonly scans: number;
  readonly state: {
    readonly online: boolean;
    readonly heardAgoMs: number;
    readonly unsent: number;
    readonly oldestAgoMs: number | null;
    readonly scanner: "ready" | "lost" | null;
    readonly storeOk: boolean;
    readonly onDuty?: readonly string[] | null;
    readonly isTraining?: boolean;
  } | null;
  /** How a room's probes stand. */
  readonly mood?: RoomMood;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HEARD = { online: true, heardAgoMs: 3 * SECOND, unsent: 0, oldestAgoMs: null, storeOk: true };
const WELL = { ...HEARD, scanner: "ready" } as const;

const NO_SCANNER = { ...WELL, scanner: null, onDuty: ["0301"] } as const;

const PLAIN_STATIONS: readonly SeedStation[] = [
  station("st-east-1", "东门", "1 道", 642, { ...WELL, onDuty: ["0017"] }),
  station("st-east-2", "东门", "2 道", 584, {
    ...WELL,
    heardAgoMs: 8 * SECOND,
    onDuty: ["0023", "0031"],
  }),
];

const WELL_STATIONS: readonly SeedStation[] = [
  ...PLAIN_STATIONS,
  table("st-lab-1", "体育馆", "采样 1 台", { ...WELL, onDuty: ["0101", "0102"] }),
];

const TROUBLED_STATIONS: readonly SeedStation[] = [
  ...WELL_STATIONS,
  station("st-west-1", "西门", "1 道", 301, {
    ...WELL,
    online: false,
    heardAgoMs: 22 * MINUTE,
    unsent: 612,
    oldestAgoMs: 64 * MINUTE,
    onDuty: ["0044"],
  }),
  station("st-north-1", "北门（临时）", "货车与救护车通道", 77, {
    ...WELL,
    scanner: "lost",
    onDuty: [],
  }),
  station("st-south-1", "南门", "1 道", 12, {
    ...WELL,
    storeOk: false,
    unsent: 37,
    oldestAgoMs: 14 * MINUTE,
    onDuty: ["0052"],
  }),
  room("st-room-a", "机房 A", "beyond", NO_SCANNER),
  station("st-new-1", "客运站", "3 道", 0, null),
];

/** Rooms of which too little is known, and a training. */
const STALE_STATIONS: readonly SeedStation[] = [
  ...PLAIN_STATIONS,
  table("st-lab-1", "体育馆", "采样 1 台", { ...WELL, isTraining: true, onDuty: ["0103"] }),
  room("st-room-a", "机房 A", "stale", NO_SCANNER),
  room("st-room-c", "机房 C", "unknown", NO_SCANNER),
];

/** A table and a room that nobody hears. */
const SILENT_STATIONS: readonly SeedStation[] = [
  ...WELL_STATIONS,
  table("st-lab-2", "体育馆", "采样 2 台", { ...WELL, online: false, heardAgoMs: 12 * MINUTE }),
  room("st-room-b", "机房 B", "well", { ...NO_SCANNER, online: false, heardAgoMs: 12 * MINUTE }),
];

/** Writes the rows of a scene as they would stand at `nowMs`. */
export async function seedCentre(
  database: Kysely<CentreTables>,
  scene: CentreScene,
  nowMs: number,
): Promise<void> {
  const stations = stationsOf(scene);
  if (stations.length === 0) return;
  await database
    .insertInto("station")
    .values(stations.map((one) => stationRow(one, nowMs)))
    .execute();
  const states = stations.flatMap((one) => stateRow(one, nowMs));
  if (states.length > 0) await database.insertInto("station_state").values(states).execute();
  if (scene === "waiting") return;
  const day = calendarDay(nowMs, CENTRE_TIME_ZONE);
  await database
    .insertInto("scan_count")
    .values(stations.map((one) => ({ day, station_id: one.id, scans: one.scans })))
    .execute();
  await database.insertInto("scan").values(scanRows(stations, nowMs)).execute();
  const isTroubled = scene === "trouble" || scene === "city";
  await seedPosts(database, stations, { nowMs, isTroubled });
  if (!isTroubled) return;
  await database
    .insertInto("alarm")
    .values([
      { kind: "digest-conflict", station_id: "st-east-1", raised_at: new Date(nowMs - 3 * MINUTE) },
      { kind: "foreign-topic", station_id: "st-east-2", raised_at: new Date(nowMs - 95 * MINUTE) },
    ])
    .execute();
}

async function seedPosts(
  database: Kysely<CentreTables>,
  stations: readonly SeedStation[],
  { nowMs, isTroubled }: { readonly nowMs: number; readonly isTroubled: boolean },
): Promise<void> {
  const tables = stations.filter((one) => one.role === "sampling").map((one) => one.id);
  if (tables.length > 0) {
    await database
      .insertInto("tube")
      .values(tubeRows(tables, nowMs, isTroubled))
      .execute();
    const day = calendarDay(nowMs, CENTRE_TIME_ZONE);
    await database.insertInto("tube_count").values(tubeCountRows(tables, day)).execute();
  }
  const moods = stations.flatMap(({ id, mood, state }) =>
    mood ? [{ id, mood, heardAtMs: nowMs - (state?.heardAgoMs ?? 0) }] : [],
  );
  if (moods.length === 0) return;
  await database
    .insertInto("latest_scrape")
    .values(moods.flatMap((one) => scrapeRows(one)))
    .execute();
  await database
    .insertInto("threshold_state")
    .values(moods.flatMap((one) => thresholdRows(one)))
    .execute();
  await database
    .insertInto("patrol_check")
    .values(moods.flatMap((one) => patrolRows(one)))
    .execute();
}

function stationsOf(scene: CentreScene): readonly SeedStation[] {
  if (scene === "empty") return [];
  if (scene === "waiting") return [station("st-new-1", "客运站", "3 道", 0, null)];
  if (scene === "plain") return PLAIN_STATIONS;
  if (scene === "well") return [...WELL_STATIONS, room("st-room-a", "机房 A", "well", NO_SCANNER)];
  if (scene === "stale") return STALE_STATIONS;
  if (scene === "silent") return SILENT_STATIONS;
  return scene === "trouble" ? TROUBLED_STATIONS : [...TROUBLED_STATIONS, ...cityStations()];
}

function cityStations(): SeedStation[] {
  const sites = ["港城", "北湖", "东平", "云山", "中山", "高新", "南桥", "河口", "临空", "渡口"];
  const lanes = sites.flatMap((site, at) =>
    Array.from({ length: 6 + ((at * 7) % 19) }, (_, lane) =>
      station(
        `st-city-${at}-${lane}`,
        site,
        `${lane + 1} 道`,
        8_800 + lane,
        site === "高新" && lane < 5
          ? { ...WELL, online: false, heardAgoMs: (20 + lane) * MINUTE, unsent: 101 * lane }
          : { ...WELL, isTraining: site === "云山" && lane === 3 },
      ),
    ),
  );
  const tables = sites.map((site, at) => table(`st-table-${at}`, site, "采样 1 台", WELL));
  const rooms = Array.from({ length: 14 }, (_, at) =>
    room(`st-room-${at}`, `机房 ${String.fromCharCode(66 + at)}`, at === 4 ? "stale" : "well", {
      ...NO_SCANNER,
      online: at !== 7,
      heardAgoMs: at === 7 ? 12 * MINUTE : 3 * SECOND,
    }),
  );
  return [...lanes, ...tables, ...rooms];
}

function table(id: string, site: string, lane: string, state: SeedStation["state"]): SeedStation {
  return { ...station(id, site, lane, 0, state), role: "sampling" };
}

function room(id: string, lane: string, mood: RoomMood, state: SeedStation["state"]): SeedStation {
  return { ...station(id, "数据中心", lane, 0, state), role: "room", mood };
}

function station(
  id: string,
  site: string,
  lane: string,
  scans: number,
  state: SeedStation["state"],
): SeedStation {
  return { id, role: "checkpoint", site, lane, scans, state };
}

function stationRow(one: SeedStation, nowMs: number): Insertable<CentreTables["station"]> {
  return {
    station_id: one.id,
    role: one.role,
    site_id: one.site,
    site_name: one.site,
    lane_id: one.lane,
    lane_name: one.lane,
    created_at: new Date(nowMs - 180 * MINUTE),
  };
}

function stateRow(
  { id, role, state, mood }: SeedStation,
  nowMs: number,
): Insertable<CentreTables["station_state"]>[] {
  if (!state) return [];
  const heardAtMs = nowMs - state.heardAgoMs;
  const scanner = { deviceId: "scanner-1", kind: "scanner", sinceMs: heardAtMs };
  const devices = [
    ...(state.scanner ? [{ ...scanner, state: state.scanner }] : []),
    ...(mood ? probesOf(mood).map((probe) => ({ ...probe, sinceMs: heardAtMs })) : []),
  ];
  return [
    {
      station_id: id,
      online: state.online,
      session: "1",
      reported_at: new Date(heardAtMs),
      received_at: new Date(heardAtMs),
      role,
      software_version: "0.1.0",
      unsent: state.unsent,
      oldest_unsent_at: state.oldestAgoMs === null ? null : new Date(nowMs - state.oldestAgoMs),
      devices: JSON.stringify(devices),
      store_ok: state.storeOk,
      on_duty: state.onDuty ? [...state.onDuty] : null,
      is_training: state.isTraining ?? false,
    },
  ];
}

function scanRows(
  stations: readonly SeedStation[],
  nowMs: number,
): Insertable<CentreTables["scan"]>[] {
  const working = stations.filter((one) => one.state?.online && one.state.scanner === "ready");
  const symbologies = ["QR Code", "Code 128", "Data Matrix"];
  return Array.from({ length: 60 }, (_, at) => {
    const receivedAtMs = nowMs - 2 * SECOND - at * 3_700;
    const isTyped = at % 11 === 5;
    return {
      event_id: `0192f3a4-0000-7000-8000-${String(at).padStart(12, "0")}`,
      station_id: working[at % working.length]?.id ?? "",
      wall_time: new Date(receivedAtMs - (at % 9 === 4 ? 14 * MINUTE : 40)),
      received_at: new Date(receivedAtMs),
      masked_tail: String((at * 7_919) % 10_000).padStart(4, "0"),
      symbology: isTyped ? null : (symbologies[at % symbologies.length] ?? null),
      source: isTyped ? "manual" : "device",
      mode: "live",
      voided: at % 13 === 3,
    };
  });
}
