import type { Kysely } from "kysely";
import { createInvitation, type StationSlot } from "../enrolment/invitation.ts";
import type { CentreTables, StationTable } from "../store/tables.ts";
import { type Command, type CommandInput, UsageError } from "./command.ts";

const ROLES = ["checkpoint", "sampling", "room"] as const;

/** `invite`: a slot for a station and the one-time link that fills it. */
export const INVITE: Command = {
  summary: "make a one-time link with which a PC becomes a station",
  help: `Usage: npm run server -- invite --name NAME --site ID [options]

Makes a place for one station and prints a link. Give the link to the PC within 15 minutes;
it works once, and is void after five wrong tries.

  --name NAME       what people call this lane, table or room, e.g. "东门 2 道"
  --site ID         short id of the site; stations with the same one belong together
  --site-name NAME  what people call the site (default: the id)
  --lane ID         short id of the lane, where the site has several
  --role ROLE       what it is meant for: checkpoint, sampling or room (default: checkpoint); from
                    its first contact on the role counts with which the station was started
  --station ID      for a PC that replaces another one: keeps the station's id and, unless given,
                    its names; the old PC is shut out once the new one has enrolled
  --json            one line of JSON`,
  options: ["name", "site", "site-name", "lane", "role", "station"],
  positionals: { min: 0, max: 0 },
  async run({ runtime, database }, input) {
    const station = await slotOf(database.kysely, input);
    const made = await createInvitation({
      pool: database.pool,
      station,
      host: runtime.publicHost,
      port: runtime.enrolPort,
      caFingerprint: runtime.caFingerprint,
    });
    if (!made.ok) throw new UsageError(REFUSALS[made.reason]);
    const { stationId, url, expiresAtMs } = made.value;
    return {
      lines: [url, `for station ${stationId}, until ${new Date(expiresAtMs).toLocaleTimeString()}`],
      json: { invitation: url, stationId, expiresAtMs },
    };
  },
};

const REFUSALS = {
  "malformed-station-id": "--station must be st- followed by small letters, digits and dashes",
  "station-revoked": "this station was revoked for good; invite a new one without --station",
} as const;

async function slotOf(database: Kysely<CentreTables>, input: CommandInput): Promise<StationSlot> {
  const { values } = input;
  const stationId = values.station;
  const known = stationId === undefined ? undefined : await findStation(database, stationId);
  const siteId = values.site ?? known?.site_id;
  const laneName = values.name ?? known?.lane_name;
  if (siteId === undefined || laneName === undefined) {
    throw new UsageError("--name and --site are needed");
  }
  return {
    stationId,
    role: roleOf(values.role ?? known?.role ?? "checkpoint"),
    siteId: bounded("--site", siteId, 64),
    siteName: bounded("--site-name", values["site-name"] ?? known?.site_name ?? siteId, 100),
    laneId: laneIdOf(values.lane ?? known?.lane_id ?? null),
    laneName: bounded("--name", laneName, 100),
  };
}

function findStation(
  database: Kysely<CentreTables>,
  stationId: string,
): Promise<
  Pick<StationTable, "role" | "site_id" | "site_name" | "lane_id" | "lane_name"> | undefined
> {
  return database
    .selectFrom("station")
    .select(["role", "site_id", "site_name", "lane_id", "lane_name"])
    .where("station_id", "=", stationId)
    .executeTakeFirst();
}

function roleOf(text: string): StationSlot["role"] {
  const role = ROLES.find((known) => known === text);
  if (role) return role;
  throw new UsageError(`--role must be one of ${ROLES.join(", ")}`);
}

function laneIdOf(text: string | null): string | null {
  return text === null ? null : bounded("--lane", text, 64);
}

/** Lengths are the enrolment contract's. */
function bounded(option: string, text: string, maxLength: number): string {
  if (text.length > 0 && text.length <= maxLength) return text;
  throw new UsageError(`${option} must have 1 to ${maxLength} characters`);
}
