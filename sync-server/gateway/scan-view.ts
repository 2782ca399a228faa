import type { StoredEvent } from "@gatehouse/protocols/event/envelope";
import { parseEventBody } from "@gatehouse/protocols/event/event-types";
import { parseEventId } from "@gatehouse/protocols/ids";
import { maskedTail } from "@gatehouse/protocols/sensitive";
import type { ProjectedScan, ProjectedVoid } from "../store/scan-projection.ts";
import { withoutControls } from "./storable-text.ts";

/** The scan that an event adds to the board, its code masked; null for any other event. */
export function scanIn({ header, body }: StoredEvent): ProjectedScan | null {
  if (header.type !== "scan.recorded") return null;
  const scan = parseEventBody(header.type, header.schemaVersion, body);
  if (!scan.ok) return null;
  return {
    eventId: header.eventId,
    stationId: header.stationId,
    wallTimeMs: header.wallTimeMs,
    maskedTail: maskedTail(scan.value.payload),
    symbology: scan.value.symbology === null ? null : withoutControls(scan.value.symbology),
    source: header.source,
    mode: header.mode,
  };
}

/** The scan that an event takes back; null for any other event. */
export function voidIn({ header, body }: StoredEvent): ProjectedVoid | null {
  if (header.type !== "scan.voided") return null;
  const voided = parseEventBody(header.type, header.schemaVersion, body);
  const eventId = voided.ok ? parseEventId(voided.value.voidedEventId) : voided;
  return eventId.ok ? { voidedEventId: eventId.value, stationId: header.stationId } : null;
}
