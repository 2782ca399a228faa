import { z } from "zod";
import { METRICS } from "../telemetry/metrics.ts";

/** Longest note on something abnormal, UTF-16 units. */
export const MAX_NOTE_LENGTH = 200;

const eventId = z.string().max(64);
const pointCode = z.string().min(1).max(64);

/** Body of `threshold.crossed`: a reading left its limits, or came back between them. */
const thresholdCrossedSchema = z.strictObject({
  deviceId: z.string().min(1).max(64),
  metric: z.enum(METRICS),
  /** Where the value is now. */
  state: z.enum(["above", "below", "within"]),
  /** The limit that was crossed, in the metric's unit. */
  limit: z.number(),
  value: z.number(),
});

/** Body of `patrol.checked`: somebody stood at this point and scanned its code. */
const patrolCheckedSchema = z.strictObject({
  pointCode,
  pointName: z.string().min(1).max(60),
});

/** Body of `patrol.reported`: what was abnormal at a point that was checked. */
const patrolReportedSchema = z.strictObject({
  /** `eventId` of the `patrol.checked`. */
  checkEventId: eventId,
  pointCode,
  note: z.string().min(1).max(MAX_NOTE_LENGTH),
});

/** Body of `patrol.voided`: the newest check is taken back. */
const patrolVoidedSchema = z.strictObject({
  voidedEventId: eventId,
  pointCode,
  reason: z.enum(["operator-undo"]),
});

/** A machine room's own events. */
export const ROOM_EVENT_TYPES = {
  "threshold.crossed": { schemaVersion: 1, body: thresholdCrossedSchema },
  "patrol.checked": { schemaVersion: 1, body: patrolCheckedSchema },
  "patrol.reported": { schemaVersion: 1, body: patrolReportedSchema },
  "patrol.voided": { schemaVersion: 1, body: patrolVoidedSchema },
} as const;
