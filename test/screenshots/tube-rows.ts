import type { CentreTables } from "@gatehouse/sync-server/store/tables";
import type { Insertable } from "kysely";

type TubeRow = Insertable<CentreTables["tube"]>;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** Closed tubes of a scene; one of them is voided, and one put aside where there is trouble. */
const CLOSED = 18;

/** Tubes of some tables as they would stand at `nowMs`: one open at each, the others closed in turn. */
export function tubeRows(tables: readonly string[], nowMs: number, isTroubled: boolean): TubeRow[] {
  return [
    ...tables.map((station_id, at) => openTube(station_id, at, nowMs)),
    ...Array.from({ length: CLOSED }, (_, at) => {
      const row = closedTube(tables[at % tables.length] ?? "", at, nowMs);
      return isTroubled && at === 2 ? { ...row, state: "quarantined" as const, swabs: 9 } : row;
    }),
  ];
}

/** Tubes of the day at each table. */
export function tubeCountRows(
  tables: readonly string[],
  day: string,
): Insertable<CentreTables["tube_count"]>[] {
  return tables.map((station_id, at) => ({
    day,
    station_id,
    tubes: 438 + at * 311,
    people: 4_377 + at * 3_102,
  }));
}

function openTube(station_id: string, at: number, nowMs: number): TubeRow {
  const capacity = at % 3 === 2 ? 20 : 10;
  return {
    ...tube(station_id, 900 + at),
    capacity,
    state: "open",
    members: 1 + ((at * 5 + 6) % capacity),
    swabs: null,
    opened_at: new Date(nowMs - (5 + at) * MINUTE),
    closed_at: null,
    received_at: new Date(nowMs - 20 * SECOND),
  };
}

function closedTube(station_id: string, at: number, nowMs: number): TubeRow {
  const closedAt = new Date(nowMs - at * 74 * SECOND - 40 * SECOND);
  const row = { ...tube(station_id, 800 - at), closed_at: closedAt, received_at: closedAt };
  if (at === 4) return { ...row, state: "voided", members: 0, swabs: null };
  return row;
}

function tube(station_id: string, number: number): TubeRow {
  return {
    station_id,
    tube_id: `0192f3a4-0000-7000-9000-${String(number).padStart(12, "0")}`,
    tube_code: `B2026${String(number).padStart(6, "0")}`,
    capacity: 10,
    state: "sealed",
    members: 10,
    swabs: 10,
    opened_at: null,
    closed_at: null,
    received_at: new Date(0),
    mode: "live",
  };
}
