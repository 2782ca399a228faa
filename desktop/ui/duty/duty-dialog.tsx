import type { StationView } from "@gatehouse/protocols/rpc/station-view";
import type { Dispatch } from "react";
import type { StationClient } from "../link/station-client.ts";
import type { ScreenAction } from "../state/screen-state.ts";

/** What the shift dialog needs. */
export interface DutyDialogProps {
  readonly view: StationView;
  readonly nowMs: number;
  readonly client: StationClient;
  readonly dispatch: Dispatch<ScreenAction>;
  readonly onClose: () => void;
}

/** F9: who is on duty, joining, leaving, locking, ending the shift, training. */
export function DutyDialog(_props: DutyDialogProps) {
  return null;
}
