import { z } from "zod";
import { fail, ok, type Result } from "../result.ts";

/** Longest scanned text that an event carries, in UTF-16 units (max QR numeric is 7,089 digits). */
export const MAX_PAYLOAD_LENGTH = 7_089;

const deviceId = z.string().min(1).max(64);

/** Body of `scan.recorded`: what a device (or a guard's hands) read; nothing is decided in it. */
export const scanRecordedSchema = z.strictObject({
  deviceId,
  /** The scanned text as decoded; personal data. */
  payload: z.string().min(1).max(MAX_PAYLOAD_LENGTH),
  /** How bytes became text. `latin1` keeps bytes that are neither UTF-8 nor GB 18030. */
  encoding: z.enum(["utf-8", "gb18030", "latin1", "typed"]),
  /** AIM symbology identifier with modifier, such as `]Q1`; null when the device sends none. */
  aimId: z
    .string()
    .regex(/^\][A-Za-z][0-9A-Za-z]$/)
    .nullable(),
  symbology: z.string().max(40).nullable(),
  /** How the read ended: by its suffix, or by silence on a scanner without one. */
  terminator: z.enum(["suffix", "idle", "typed"]),
});

/** Body of `scan.voided`: undo, as a record of its own. */
const scanVoidedSchema = z.strictObject({
  voidedEventId: z.string().max(64),
  reason: z.enum(["operator-undo"]),
});

/** Body of `device.lost`. */
const deviceLostSchema = z.strictObject({
  deviceId,
  kind: z.string().max(40),
  /** Code from the error table. */
  code: z.string().max(60),
  /** Bytes of an unfinished frame that were dropped with the connection. */
  droppedBytes: z.number().int().min(0),
});

/** Body of `device.ready`. */
const deviceReadySchema = z.strictObject({
  deviceId,
  kind: z.string().max(40),
  /** How long it was away; null for the first connection. */
  absentMs: z.number().min(0).nullable(),
});

/** Body of `host.started`: the first event of each epoch. */
const hostStartedSchema = z.strictObject({
  softwareVersion: z.string().max(40),
  role: z.enum(["checkpoint", "sampling", "room"]),
  previousEpoch: z.string().max(16).nullable(),
});

/** Body of `clock.stepped`: the wall clock moved against the monotonic one. */
const clockSteppedSchema = z.strictObject({
  stepMs: z.number(),
});

/** All event types, with the schema of each version's body. */
export const EVENT_TYPES = {
  "host.started": { schemaVersion: 1, body: hostStartedSchema },
  "scan.recorded": { schemaVersion: 1, body: scanRecordedSchema },
  "scan.voided": { schemaVersion: 1, body: scanVoidedSchema },
  "device.lost": { schemaVersion: 1, body: deviceLostSchema },
  "device.ready": { schemaVersion: 1, body: deviceReadySchema },
  "clock.stepped": { schemaVersion: 1, body: clockSteppedSchema },
} as const;

/** Name of an event type. */
export type EventType = keyof typeof EVENT_TYPES;
/** Body of the event type `Type`. */
export type EventBody<Type extends EventType> = z.infer<(typeof EVENT_TYPES)[Type]["body"]>;
/** A type with its body, not yet placed in a log. */
export type EventDraft = { [Type in EventType]: { type: Type; body: EventBody<Type> } }[EventType];

/** True for a type that this version knows. */
export function isEventType(name: string): name is EventType {
  return Object.hasOwn(EVENT_TYPES, name);
}

/** Checks a body against its type; unknown types and versions are told apart from bad bodies. */
export function parseEventBody<Type extends EventType>(
  type: Type,
  schemaVersion: number,
  body: unknown,
): Result<EventBody<Type>, "unknown-schema-version" | "malformed-body"> {
  const known = EVENT_TYPES[type];
  if (known.schemaVersion !== schemaVersion) return fail("unknown-schema-version");
  const parsed = known.body.safeParse(body);
  if (parsed.success) return ok(parsed.data as EventBody<Type>);
  const issue = parsed.error.issues[0];
  return fail("malformed-body", `${issue?.path.join(".") ?? ""}: ${issue?.code ?? ""}`);
}
