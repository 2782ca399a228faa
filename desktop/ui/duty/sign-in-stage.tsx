import type { DutyView } from "@gatehouse/protocols/rpc/station-view";
import type { StationClient } from "../link/station-client.ts";

/** What the way on duty needs. */
export interface SignInStageProps {
  readonly duty: DutyView;
  readonly client: StationClient;
  readonly nowMs: number;
}

/** Stands in place of the stage while nobody is on duty, or the post is locked. */
export function SignInStage(_props: SignInStageProps) {
  return null;
}
