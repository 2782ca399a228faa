import type { Kysely } from "kysely";
import type { CentreTables } from "../store/tables.ts";
import type { Command } from "./command.ts";

/** `stations`: the registry. */
export const STATIONS: Command = {
  summary: "list the stations",
  help: `Usage: npm run server -- stations [--json]

Lists every station: its id, role, place, and whether it is invited, enrolled or revoked.`,
  options: [],
  positionals: { min: 0, max: 0 },
  async run({ database }) {
    const stations = await listStations(database.kysely);
    const lines = stations.map((station) =>
      [station.stationId, station.state, station.role, station.siteName, station.laneName].join(
        "  ",
      ),
    );
    return { lines: lines.length > 0 ? lines : ["no stations yet"], json: { stations } };
  },
};

async function listStations(database: Kysely<CentreTables>) {
  const rows = await database
    .selectFrom("station")
    .selectAll("station")
    .select(({ exists, selectFrom }) =>
      exists(
        selectFrom("station_certificate")
          .whereRef("station_certificate.station_id", "=", "station.station_id")
          .where("station_certificate.revoked_at", "is", null)
          .select("fingerprint"),
      ).as("is_enrolled"),
    )
    .orderBy("site_id")
    .orderBy("lane_name")
    .execute();
  return rows.map((row) => ({
    stationId: row.station_id,
    state: stateOf(row.revoked_at !== null, row.is_enrolled === true),
    role: row.role,
    siteId: row.site_id,
    siteName: row.site_name,
    laneName: row.lane_name,
  }));
}

function stateOf(isRevoked: boolean, isEnrolled: boolean): "revoked" | "enrolled" | "invited" {
  if (isRevoked) return "revoked";
  return isEnrolled ? "enrolled" : "invited";
}
