import type { StoredEvent } from "@gatehouse/protocols/event/envelope";
import type { EventBody } from "@gatehouse/protocols/event/event-types";
import type { ScanView } from "@gatehouse/protocols/rpc/checkpoint-view";
import { maskedTail } from "@gatehouse/protocols/sensitive";

/**
 * A recorded scan as screens show it, its code masked.
 * @param place its running number of the day, from 1, and whether a later event took it back
 */
export function scanViewOf(
  { header, body }: Pick<StoredEvent, "header" | "body">,
  place: Pick<ScanView, "number" | "voided">,
): ScanView {
  const scan = body as EventBody<"scan.recorded">;
  return {
    eventId: header.eventId,
    atMs: header.wallTimeMs,
    maskedTail: maskedTail(scan.payload),
    symbology: scan.symbology,
    source: header.source,
    ...place,
  };
}
