import { POOL_SIZES } from "@gatehouse/protocols/event/pool-sizes";
import { z } from "zod";

/** A scanner. */
export const scannerSchema = z.strictObject({
  /** Serial port, such as `/dev/serial/by-id/usb-…` or `COM5`. */
  path: z.string("name the port with --scanner PORT").min(1),
  baudRate: z.number().int().min(300).max(1_000_000).default(9_600),
  /** The scanner is set to send AIM identifiers; never guessed. */
  sendsAimIds: z.boolean().default(false),
  duplicateWindowMs: z.number().int().min(0).max(60_000).default(1_500),
});

/** A sampling table: how a tube's code is told from a person's. */
export const samplingSchema = z.strictObject({
  /** Tube codes begin with this … */
  tubePrefix: z
    .string()
    .regex(/^[A-Z0-9]{1,8}$/, "capitals and digits, at most 8")
    .default("B"),
  /** … and have this length, capitals and digits only. */
  tubeLength: z.number().int().min(4).max(32).default(11),
  /** Capacity of the first tube of a day. */
  poolSize: z
    .union([z.literal(1), z.literal(5), z.literal(10), z.literal(20)], {
      error: `one of ${POOL_SIZES.join(", ")}`,
    })
    .default(10),
});
/** See `samplingSchema`. */
export type SamplingConfig = Readonly<z.infer<typeof samplingSchema>>;

const limits = z
  .strictObject({
    low: z.number().nullable().default(null),
    high: z.number().nullable().default(null),
  })
  .refine(({ low, high }) => low === null || high === null || low < high, "low must be below high");

const probeSchema = z.strictObject({
  /** Serial port; several probes on one port share its wire. */
  path: z.string("name the port with --probe PORT").min(1),
  /** Modbus address. */
  address: z.number().int().min(1).max(247).default(1),
  baudRate: z.number().int().min(300).max(1_000_000).default(9_600),
  parity: z.enum(["none", "even", "odd"]).default("none"),
  /** What people call the place that it measures. */
  name: z.string().min(1).max(60).default("温湿度"),
  pollMs: z.number().int().min(250).max(3_600_000).default(5_000),
  /** ASHRAE TC9.9 recommended inlet air: 18 to 27 °C; up to 60 % relative humidity. */
  limits: z
    .strictObject({
      temperatureC: limits.default({ low: 18, high: 27 }),
      humidityPct: limits.default({ low: null, high: 60 }),
    })
    .prefault({}),
});
/** One temperature and humidity probe. */
export type ProbeConfig = Readonly<z.infer<typeof probeSchema>>;

/** Probes on one wire speak alike and have an address each. */
function shareWires(probes: readonly ProbeConfig[], context: z.RefinementCtx): void {
  probes.forEach((probe, at) => {
    for (const earlier of probes.slice(0, at)) {
      if (earlier.path !== probe.path) continue;
      const isAlike = earlier.baudRate === probe.baudRate && earlier.parity === probe.parity;
      const isDouble = earlier.address === probe.address;
      const message = isDouble ? "another probe has this address" : "other baudRate or parity";
      if (isDouble || !isAlike) {
        context.addIssue({ code: "custom", path: [at], message: `${message} on ${probe.path}` });
      }
    }
  });
}

const pointSchema = z.strictObject({
  /** The text of the code that hangs there. */
  code: z.string().trim().min(1).max(64),
  name: z.string().min(1).max(60),
});

/** A code that hangs at two places says of neither that somebody was there. */
function hangOnce(points: readonly { readonly code: string }[], context: z.RefinementCtx): void {
  points.forEach(({ code }, at) => {
    const isDouble = points.slice(0, at).some((earlier) => earlier.code === code);
    const message = "another point has this code";
    if (isDouble) context.addIssue({ code: "custom", path: [at, "code"], message });
  });
}

/** A machine room: its probes and the points that its patrol passes. */
export const roomSchema = z.strictObject({
  probes: z.array(probeSchema).max(32).default([]).superRefine(shareWires),
  patrol: z
    .strictObject({
      /** A round begins at local midnight and every so many minutes after it. */
      everyMinutes: z.number().int().min(5).max(1_440).default(120),
      points: z.array(pointSchema).max(64).default([]).superRefine(hangOnce),
    })
    .prefault({}),
});
/** See `roomSchema`. */
export type RoomConfig = Readonly<z.infer<typeof roomSchema>>;
