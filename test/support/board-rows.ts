import type { CentreTables } from "@gatehouse/sync-server/store/tables";
import type { Insertable } from "kysely";
import type { TestDatabase } from "./test-database.ts";

/** When a test's board is looked at. */
export const BOARD_NOW_MS = Date.parse("2026-11-22T09:41:05+08:00");
/** Whose board it is. */
export const BOARD_SETTINGS = {
  city: "滨海市",
  timeZone: "Asia/Shanghai",
  nowMs: () => BOARD_NOW_MS,
};

/** The moment so many seconds before `BOARD_NOW_MS`. */
export function ago(seconds: number): Date {
  return new Date(BOARD_NOW_MS - seconds * 1_000);
}

/** Makes a station's slot, two hours old. */
export async function addStation(
  database: TestDatabase,
  id: string,
  change: Partial<Insertable<CentreTables["station"]>> = {},
): Promise<void> {
  await database.kysely
    .insertInto("station")
    .values({
      station_id: id,
      role: "checkpoint",
      site_id: "east",
      site_name: "东门",
      lane_id: id,
      lane_name: `${id} 道`,
      created_at: ago(7_200),
      ...change,
    })
    .execute();
}

/** Lets a station have said that it is well, three seconds ago. */
export async function addState(
  database: TestDatabase,
  id: string,
  change: Partial<Insertable<CentreTables["station_state"]>> = {},
): Promise<void> {
  await database.kysely
    .insertInto("station_state")
    .values({
      station_id: id,
      online: true,
      session: "1",
      reported_at: ago(3),
      received_at: ago(3),
      role: "checkpoint",
      software_version: "0.1.0",
      unsent: 0,
      oldest_unsent_at: null,
      devices: "[]",
      store_ok: true,
      ...change,
    })
    .execute();
}

/** An event's id (UUIDv7) made so many seconds before `BOARD_NOW_MS`. */
export function eventId(seconds: number): string {
  const digits = (BOARD_NOW_MS - seconds * 1_000).toString(16).padStart(12, "0");
  return `${digits.slice(0, 8)}-${digits.slice(8)}-7000-8000-000000000000`;
}
