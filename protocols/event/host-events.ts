import { z } from "zod";

const deviceId = z.string().min(1).max(64);
const deviceKind = z.string().max(40);

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

/** Body of `device.lost`. */
const deviceLostSchema = z.strictObject({
  deviceId,
  kind: deviceKind,
  /** Code from the error table. */
  code: z.string().max(60),
  /** Bytes of an unfinished frame that were dropped with the connection. */
  droppedBytes: z.number().int().min(0),
});

/** Body of `device.ready`. */
const deviceReadySchema = z.strictObject({
  deviceId,
  kind: deviceKind,
  /** How long it was away; null for the first connection. */
  absentMs: z.number().min(0).nullable(),
});

/** Body of `bundle.applied`: from here on the station works by this bundle. */
const bundleAppliedSchema = z.strictObject({
  kind: z.string().max(40),
  version: z.number().int().min(1),
});

/** Body of `bundle.refused`: the last good one stays. */
const bundleRefusedSchema = z.strictObject({
  kind: z.string().max(40),
  version: z.number().int().min(0),
  reason: z.string().max(40),
});

/** What every station records of itself, whatever its post. */
export const HOST_EVENT_TYPES = {
  "host.started": { schemaVersion: 1, body: hostStartedSchema },
  "clock.stepped": { schemaVersion: 1, body: clockSteppedSchema },
  "device.lost": { schemaVersion: 1, body: deviceLostSchema },
  "device.ready": { schemaVersion: 1, body: deviceReadySchema },
  "bundle.applied": { schemaVersion: 1, body: bundleAppliedSchema },
  "bundle.refused": { schemaVersion: 1, body: bundleRefusedSchema },
} as const;
