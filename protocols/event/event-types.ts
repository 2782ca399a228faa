import type { z } from "zod";
import { fail, ok, type Result } from "../result.ts";
import { DUTY_EVENT_TYPES } from "./duty-events.ts";
import { HOST_EVENT_TYPES } from "./host-events.ts";
import { ROOM_EVENT_TYPES } from "./room-events.ts";
import { SCAN_EVENT_TYPES } from "./scan-events.ts";
import { TUBE_EVENT_TYPES } from "./tube-events.ts";

/** All event types, with the schema of each version's body. */
export const EVENT_TYPES = {
  ...HOST_EVENT_TYPES,
  ...DUTY_EVENT_TYPES,
  ...SCAN_EVENT_TYPES,
  ...TUBE_EVENT_TYPES,
  ...ROOM_EVENT_TYPES,
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
