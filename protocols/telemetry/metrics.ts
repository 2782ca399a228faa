/** Quantities that a probe measures; each name carries its unit. */
export const METRICS = ["temperatureC", "humidityPct"] as const;
/** See `METRICS`. */
export type Metric = (typeof METRICS)[number];

/** What each kind of device measures, in the order of its rows. A kind is never redefined: it gets another name. */
export const METRICS_OF = {
  /** Temperature and humidity transmitter, Modbus RTU. */
  "xy-md02": ["temperatureC", "humidityPct"],
} as const satisfies Readonly<Record<string, readonly Metric[]>>;
/** Kinds of devices that are scraped. */
export type ScrapedKind = keyof typeof METRICS_OF;

/** True for a kind that this version knows. */
export function isScrapedKind(kind: string): kind is ScrapedKind {
  return Object.hasOwn(METRICS_OF, kind);
}
