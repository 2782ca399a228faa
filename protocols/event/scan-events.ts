import { z } from "zod";

/** Longest scanned text that an event carries, in UTF-16 units (max QR numeric is 7,089 digits). */
export const MAX_PAYLOAD_LENGTH = 7_089;

/** What a device (or a person's hands) read, as every event carries it. */
export const readSchema = z.strictObject({
  deviceId: z.string().min(1).max(64),
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
/** See `readSchema`. */
export type CodeRead = z.infer<typeof readSchema>;

/** Body of `scan.voided`: undo, as a record of its own. */
const scanVoidedSchema = z.strictObject({
  voidedEventId: z.string().max(64),
  reason: z.enum(["operator-undo"]),
});

/** A checkpoint's own events; nothing is decided in `scan.recorded`. */
export const SCAN_EVENT_TYPES = {
  "scan.recorded": { schemaVersion: 1, body: readSchema },
  "scan.voided": { schemaVersion: 1, body: scanVoidedSchema },
} as const;
