import { z } from "zod";
import { MAX_SWABS } from "./pool-sizes.ts";
import { readSchema } from "./scan-events.ts";

const eventId = z.string().max(64);
const tubeCode = z.string().min(1).max(64);
const capacity = z.union([z.literal(1), z.literal(5), z.literal(10), z.literal(20)]);
const count = z.number().int().min(0).max(MAX_SWABS);

/** Body of `tube.opened`. */
const tubeOpenedSchema = z.strictObject({
  tubeCode,
  capacity,
  /** How its code was read. */
  read: readSchema,
});

/** Body of `tube.member-added`: one more person's swab goes into the open tube. */
const memberAddedSchema = z.strictObject({
  /** `eventId` of the tube's `tube.opened`. */
  tubeId: eventId,
  tubeCode,
  /** From 1; a place whose member was voided is taken again by the next one. */
  position: z.number().int().min(1).max(20),
  /** The person's code as read; personal data. */
  read: readSchema,
});

/** Body of `tube.member-voided`: the last person of an open tube is taken back. */
const memberVoidedSchema = z.strictObject({
  tubeId: eventId,
  tubeCode,
  /** `eventId` of the `tube.member-added` that no longer counts. */
  voidedEventId: eventId,
  position: z.number().int().min(1).max(20),
  reason: z.enum(["operator-undo"]),
});

/** Body of `tube.voided`: an empty tube, opened by mistake. */
const tubeVoidedSchema = z.strictObject({
  tubeId: eventId,
  tubeCode,
  reason: z.enum(["operator-undo"]),
});

/** Body of `tube.sealed`: as many swabs were counted as persons are bound. */
const tubeSealedSchema = z.strictObject({
  tubeId: eventId,
  tubeCode,
  capacity,
  members: count.min(1),
  swabs: count.min(1),
});

/** Body of `tube.quarantined`: swabs and persons differ, and a supervisor put the tube aside. */
const tubeQuarantinedSchema = z.strictObject({
  tubeId: eventId,
  tubeCode,
  capacity,
  members: count,
  swabs: count,
  reason: z.enum(["count-mismatch"]),
});

/** A sampling table's own events. */
export const TUBE_EVENT_TYPES = {
  "tube.opened": { schemaVersion: 1, body: tubeOpenedSchema },
  "tube.member-added": { schemaVersion: 1, body: memberAddedSchema },
  "tube.member-voided": { schemaVersion: 1, body: memberVoidedSchema },
  "tube.voided": { schemaVersion: 1, body: tubeVoidedSchema },
  "tube.sealed": { schemaVersion: 1, body: tubeSealedSchema },
  "tube.quarantined": { schemaVersion: 1, body: tubeQuarantinedSchema },
} as const;
