import type { RoomState } from "../../api/room-view.ts";
import { AlarmSign, ConditionSign, StaleSign, UnknownSign } from "../signs/sign.tsx";

/** A shape for how a room stands; it never stands without its word. */
export function RoomStateSign({ state }: { readonly state: RoomState }) {
  switch (state) {
    case "beyond":
      return <AlarmSign />;
    case "stale":
      return <StaleSign />;
    case "unknown":
      return <UnknownSign />;
    case "well":
      return <ConditionSign condition="online" />;
    case "silent":
    case "fault":
    case "never":
      return <ConditionSign condition={state} />;
  }
}
