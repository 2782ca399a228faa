import { z } from "zod";
import { fail, ok, type Result } from "../result.ts";

const MAX_METRICS = 64;
const timeMs = z.number().int().min(0).max(8.64e15);
const values = z.array(z.number().nullable()).min(1).max(MAX_METRICS);

/**
 * One row of the `tm` stream: what one device said at one moment, or the span of several such rows
 * that were put together to save room. Fields that this version does not know are left out.
 */
const scrapeSchema = z.object({
  /** Counts from 1 in its epoch; numbers of rows that were put together are missing. */
  seq: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
  deviceId: z.string().min(1).max(64),
  /** What the values mean: a key of `METRICS_OF`. */
  kind: z.string().min(1).max(40),
  /** The station's clock at the (last) scrape, Unix ms. */
  wallTimeMs: timeMs,
  clockOffsetMs: z.number().nullable(),
  /** In the order of the kind's metrics; null where the device gave no plausible value. */
  values,
  /** Only where rows were put together: how many, and the extremes of each metric over them. */
  span: z
    .object({
      scrapes: z.number().int().min(2),
      firstWallTimeMs: timeMs,
      lows: values,
      highs: values,
    })
    .nullable(),
});
/** See `scrapeSchema`. */
export type Scrape = z.infer<typeof scrapeSchema>;

/** Reads one row of the `tm` stream from unknown input. */
export function parseScrape(input: unknown): Result<Scrape, "malformed-scrape"> {
  const parsed = scrapeSchema.safeParse(input);
  if (!parsed.success) return fail("malformed-scrape", parsed.error.issues[0]?.path.join("."));
  const { values: last, span } = parsed.data;
  const isEven =
    span === null || (span.lows.length === last.length && span.highs.length === last.length);
  return isEven ? ok(parsed.data) : fail("malformed-scrape", "span");
}
