import { parseEventId } from "@gatehouse/protocols/ids";
import type { TubeChange, TubeNews } from "../store/tube-projection.ts";
import type { KnownEvent } from "./known-event.ts";
import { withoutControls } from "./storable-text.ts";

/** What an event says of a tube, never whose swabs are in it; null for any other event. */
export function tubeNewsIn(event: KnownEvent): TubeNews | null {
  const change = changeIn(event);
  if (change === null || !("tubeCode" in event.body)) return null;
  const { eventId, stationId, wallTimeMs, mode } = event.header;
  const tubeId = parseEventId("tubeId" in event.body ? event.body.tubeId : eventId);
  if (!tubeId.ok) return null;
  const tubeCode = withoutControls(event.body.tubeCode);
  return { stationId, tubeId: tubeId.value, tubeCode, wallTimeMs, mode, change };
}

function changeIn({ type, body }: KnownEvent): TubeChange | null {
  switch (type) {
    case "tube.opened":
      return { what: "opened", capacity: body.capacity };
    case "tube.member-added":
      return { what: "filled", members: body.position };
    case "tube.member-voided":
      // Only the last one is taken back: those before it stay.
      return { what: "filled", members: body.position - 1 };
    case "tube.voided":
      return { what: "voided" };
    case "tube.sealed":
      return closedAs("sealed", body);
    case "tube.quarantined":
      return closedAs("quarantined", body);
    default:
      return null;
  }
}

function closedAs(
  state: "sealed" | "quarantined",
  counted: { readonly capacity: number; readonly members: number; readonly swabs: number },
): TubeChange {
  const { capacity, members, swabs } = counted;
  return { what: "closed", state, capacity, members, swabs };
}
