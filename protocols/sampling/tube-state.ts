import type { EventHeader } from "../event/envelope.ts";
import type { EventDraft } from "../event/event-types.ts";
import type { PoolSize } from "../event/pool-sizes.ts";
import type { TUBE_EVENT_TYPES } from "../event/tube-events.ts";
import { Sensitive } from "../sensitive.ts";

/** Type of a tube's event. */
export type TubeEventType = keyof typeof TUBE_EVENT_TYPES;
/** What is to be recorded of a tube. */
export type TubeDraft = Extract<EventDraft, { type: TubeEventType }>;
/** What was recorded of a tube, with the part of its header that counts here. */
export type TubeEvent = TubeDraft &
  Pick<EventHeader, "source" | "shiftId"> & { readonly eventId: string; readonly atMs: number };

/** What a sampling table has before it. */
export interface TableState {
  /** The tube that is being filled; null between tubes. */
  readonly tube: OpenTube | null;
  /** Capacity of the next tube. */
  readonly poolSize: PoolSize;
}

/** A tube that takes persons. */
export interface OpenTube {
  /** `eventId` of its `tube.opened`. */
  readonly tubeId: string;
  readonly tubeCode: string;
  readonly capacity: PoolSize;
  readonly openedAtMs: number;
  /** Those who count; the one at index i has position i + 1. */
  readonly members: readonly Member[];
}

/** A person bound to a tube. */
export interface Member {
  /** `eventId` of the `tube.member-added`. */
  readonly eventId: string;
  readonly position: number;
  /** The person's code. */
  readonly person: Sensitive<string>;
  readonly atMs: number;
  readonly source: EventHeader["source"];
}

/** The person's code in a scanned text: all of it but spaces around it. */
export function personIn(text: string): string {
  return text.trim();
}

/** The table after a recorded event. One about another tube than the open one changes nothing. */
export function afterEvent(state: TableState, event: TubeEvent): TableState {
  if (event.type === "tube.opened") return { ...state, tube: openedBy(event) };
  const { tube } = state;
  if (tube?.tubeId !== event.body.tubeId) return state;
  switch (event.type) {
    case "tube.member-added":
      return { ...state, tube: { ...tube, members: [...tube.members, addedBy(event)] } };
    case "tube.member-voided": {
      const { voidedEventId } = event.body;
      const members = tube.members.filter(({ eventId }) => eventId !== voidedEventId);
      return { ...state, tube: { ...tube, members } };
    }
    case "tube.voided":
    case "tube.sealed":
    case "tube.quarantined":
      return { ...state, tube: null };
  }
}

function openedBy(event: TubeEvent & { type: "tube.opened" }): OpenTube {
  const { tubeCode, capacity } = event.body;
  return { tubeId: event.eventId, tubeCode, capacity, openedAtMs: event.atMs, members: [] };
}

function addedBy(event: TubeEvent & { type: "tube.member-added" }): Member {
  const { eventId, atMs, source, body } = event;
  const person = new Sensitive(personIn(body.read.payload));
  return { eventId, position: body.position, person, atMs, source };
}
