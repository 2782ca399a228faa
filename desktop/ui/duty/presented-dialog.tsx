import type { DutyView } from "@gatehouse/protocols/rpc/station-view";
import type { StationClient } from "../link/station-client.ts";

/** Somebody on duty, or about to join, scanned a badge: asks for the PIN. */
export function PresentedDialog(_props: { duty: DutyView; client: StationClient }) {
  return null;
}
