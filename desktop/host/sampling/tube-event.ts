import type { StoredEvent } from "@gatehouse/protocols/event/envelope";
import type { EventBody } from "@gatehouse/protocols/event/event-types";
import type { PoolSize } from "@gatehouse/protocols/event/pool-sizes";
import type { ClosedTubeView } from "@gatehouse/protocols/rpc/sampling-view";
import type { TubeEvent, TubeEventType } from "@gatehouse/protocols/sampling/tube-state";

/** A tube that was closed, by the event that did it. */
export type TubeClosing = Extract<
  TubeEvent,
  { type: "tube.sealed" | "tube.quarantined" | "tube.voided" }
>;

/** A tube's event of the log, which takes no body that does not fit its type. */
export function tubeEventOf({ header, body }: Pick<StoredEvent, "header" | "body">): TubeEvent {
  const { eventId, type, source, shiftId, wallTimeMs } = header;
  const fields = { type: type as TubeEventType, body: body as EventBody<TubeEventType> };
  return { ...fields, eventId, source, shiftId, atMs: wallTimeMs } as TubeEvent;
}

/** True for an event after which its tube takes no more persons. */
export function isClosing(event: TubeEvent): event is TubeClosing {
  const { type } = event;
  return type === "tube.sealed" || type === "tube.quarantined" || type === "tube.voided";
}

/**
 * A closed tube as screens show it.
 * @param capacity as its opening said; the record of a void does not repeat it
 */
export function closedTubeOf(closing: TubeClosing, capacity: PoolSize): ClosedTubeView {
  const { tubeId, tubeCode } = closing.body;
  const tube = { tubeId, tubeCode, capacity, closedAtMs: closing.atMs };
  if (closing.type === "tube.voided") return { ...tube, state: "voided", members: 0, swabs: null };
  const { members, swabs } = closing.body;
  const state = closing.type === "tube.sealed" ? "sealed" : "quarantined";
  return { ...tube, state, members, swabs };
}
