import { parseStationId } from "@gatehouse/protocols/ids";
import { revokeStation } from "../enrolment/revocation.ts";
import { type Command, UsageError } from "./command.ts";

/** `revoke`: shuts a station out for good. */
export const REVOKE: Command = {
  summary: "shut a station out for good",
  help: `Usage: npm run server -- revoke STATION-ID [--json]

The station's certificates stop working at once and its open invitations are void. What it sent
stays. There is no way back: a PC that should return is invited as a new station.`,
  options: [],
  positionals: { min: 1, max: 1 },
  async run({ database }, { positionals }) {
    const stationId = parseStationId(positionals[0]);
    const revoked = stationId.ok ? await revokeStation(database.pool, stationId.value) : stationId;
    if (!revoked.ok) throw new UsageError(`there is no station ${positionals[0]}; see: stations`);
    return { lines: [`${positionals[0]} is revoked`], json: { revoked: positionals[0] } };
  },
};
