import { parseEventId } from "@gatehouse/protocols/ids";
import { maskedTail } from "@gatehouse/protocols/sensitive";
import type { ProjectedScan, ProjectedVoid } from "../store/scan-projection.ts";
import type { KnownEvent } from "./known-event.ts";
import { withoutControls } from "./storable-text.ts";

/** The scan that an event adds to the board, its code masked; null for any other event. */
export function scanIn({ type, header, body }: KnownEvent): ProjectedScan | null {
  if (type !== "scan.recorded") return null;
  return {
    eventId: header.eventId,
    stationId: header.stationId,
    wallTimeMs: header.wallTimeMs,
    maskedTail: maskedTail(body.payload),
    symbology: body.symbology === null ? null : withoutControls(body.symbology),
    source: header.source,
    mode: header.mode,
  };
}

/** The scan that an event takes back; null for any other event. */
export function voidIn({ type, header, body }: KnownEvent): ProjectedVoid | null {
  if (type !== "scan.voided") return null;
  const eventId = parseEventId(body.voidedEventId);
  return eventId.ok ? { voidedEventId: eventId.value, stationId: header.stationId } : null;
}
