import { maskedTail } from "@gatehouse/protocols/sensitive";
import type { Kysely } from "kysely";
import { OPERATORS_KIND } from "../operators/issue-bundle.ts";
import type { OperatorRegister } from "../operators/operator-register.ts";
import type { OperatorRecord } from "../operators/operator-store.ts";
import { endOfDayMs } from "../operators/valid-until.ts";
import type { CentreTables } from "../store/tables.ts";
import type { OperatorsHandlers } from "./operators-router.ts";
import type { OperatorRow, OperatorsView, StationListVersion } from "./operators-view.ts";

/** What the operators' part of the API stands on. */
export interface OperatorsOptions {
  readonly register: OperatorRegister;
  readonly database: Kysely<CentreTables>;
  /** IANA name; decides when the last day of a validity ends. */
  readonly timeZone: string;
  readonly nowMs: () => number;
}

/** The register as the web app sees it. */
export function createOperatorsHandlers(options: OperatorsOptions): OperatorsHandlers {
  const { register } = options;
  const until = (day: string | null) => (day === null ? null : endOfDayMs(day, options.timeZone));
  return {
    list: () => readOperators(options),
    add: ({ validUntil, ...operator }) =>
      register.add({ ...operator, validUntilMs: until(validUntil) }),
    edit({ operatorId, validUntil, badge, ...fields }) {
      const change = { ...fields, validUntilMs: until(validUntil) };
      return register.edit(operatorId, badge === undefined ? change : { ...change, badge });
    },
    newPin: register.renewPin,
    remove: register.remove,
  };
}

async function readOperators(options: OperatorsOptions): Promise<OperatorsView> {
  const { register, database, nowMs } = options;
  const [people, list, stations] = await Promise.all([
    register.all(),
    readNewestIssue(database),
    readStations(database),
  ]);
  return { nowMs: nowMs(), operators: people.map(rowOf), list, stations };
}

async function readNewestIssue(database: Kysely<CentreTables>) {
  const newest = await database
    .selectFrom("bundle")
    .select(["version", "issued_at"])
    .where("kind", "=", OPERATORS_KIND)
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirst();
  return newest ? { version: newest.version, issuedAtMs: newest.issued_at.getTime() } : null;
}

async function readStations(database: Kysely<CentreTables>): Promise<StationListVersion[]> {
  const rows = await database
    .selectFrom("station")
    .innerJoin("station_state as state", "state.station_id", "station.station_id")
    .select(["station.station_id", "site_name", "lane_name", "state.bundles"])
    .where("station.revoked_at", "is", null)
    .orderBy("site_name")
    .orderBy("lane_name")
    .execute();
  return rows.map((row) => ({
    stationId: row.station_id,
    siteName: row.site_name,
    laneName: row.lane_name,
    version: versionIn(row.bundles),
  }));
}

function versionIn(bundles: readonly Record<string, unknown>[]): number | null {
  const version = bundles.find(({ kind }) => kind === OPERATORS_KIND)?.version;
  return typeof version === "number" ? version : null;
}

function rowOf(record: OperatorRecord): OperatorRow {
  const { badge, pin: _stays, ...row } = record;
  return { ...row, badgeTail: badge === null ? null : maskedTail(badge) };
}
