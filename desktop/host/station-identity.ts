import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import type { Logger } from "pino";
import type { StationConfig } from "./config.ts";
import { type Enrolment, enrol, loadEnrolment } from "./enrol/enrolment.ts";
import { parseInvitation } from "./enrol/invitation.ts";

/**
 * Who this station is: what enrolment brought once, or brings now by the invitation.
 * Without it no event could name its station, so a host without identity does not start.
 * @throws GatehouseError `link.unenrolled`, `config.invalid`, `enrol.…`
 */
export async function identify(config: StationConfig, logger: Logger): Promise<Enrolment> {
  const known = loadEnrolment(config.dataFolder);
  if (known) return known;
  if (config.invitation === null) throw new GatehouseError("link.unenrolled", config.dataFolder);
  const invitation = parseInvitation(config.invitation);
  if (!invitation.ok)
    throw new GatehouseError("config.invalid", "--invitation: gh-enrol://… expected");
  return enrol({ invitation: invitation.value, folder: config.dataFolder, logger });
}
