import { parseEventId } from "@gatehouse/protocols/ids";
import type { PatrolChange, PatrolNews } from "../store/patrol-projection.ts";
import type { ThresholdNews } from "../store/threshold-projection.ts";
import type { KnownEvent } from "./known-event.ts";
import { withoutControls } from "./storable-text.ts";
import { byOurClock } from "./told-time.ts";

/** What an event says of a patrol point that was checked; null for any other event. */
export function patrolNewsIn(event: KnownEvent): PatrolNews | null {
  const told = changeIn(event);
  const checkId = parseEventId(told?.checkId);
  if (told === null || !checkId.ok || !("pointCode" in event.body)) return null;
  const { stationId, wallTimeMs, mode } = event.header;
  const pointCode = withoutControls(event.body.pointCode);
  return { stationId, checkId: checkId.value, pointCode, wallTimeMs, mode, change: told.change };
}

/** Where a quantity stands now by an event; null for any other event, and for a training's. */
export function thresholdNewsIn({ type, header, body }: KnownEvent): ThresholdNews | null {
  if (type === "host.started" && body.role === "room" && header.mode === "live") {
    return { kind: "host-start", stationId: header.stationId };
  }
  // The state of a room has no place to say that it was a training's: it never stands for a real one.
  if (type !== "threshold.crossed" || header.mode !== "live") return null;
  const { metric, state, limit, value } = body;
  const deviceId = withoutControls(body.deviceId);
  const { stationId } = header;
  const sinceMs = byOurClock(header);
  return { kind: "crossing", stationId, deviceId, metric, state, limit, value, sinceMs };
}

interface Told {
  readonly checkId: string;
  readonly change: PatrolChange;
}

function changeIn({ type, header, body }: KnownEvent): Told | null {
  switch (type) {
    case "patrol.checked": {
      const pointName = withoutControls(body.pointName);
      return { checkId: header.eventId, change: { what: "checked", pointName } };
    }
    case "patrol.reported": {
      const note = withoutControls(body.note);
      return { checkId: body.checkEventId, change: { what: "reported", note } };
    }
    case "patrol.voided":
      return { checkId: body.voidedEventId, change: { what: "voided" } };
    default:
      return null;
  }
}
