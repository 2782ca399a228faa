import { type EpochId, parseEpochId } from "@gatehouse/protocols/ids";
import type { Scrape } from "@gatehouse/protocols/telemetry/scrape";
import { type Logger, pino } from "pino";
import { openTelemetry, type Telemetry, type TelemetryParts } from "./telemetry.ts";

/** A morning in the life of the tests, Unix ms. */
export const NINE_MS = Date.UTC(2026, 2, 14, 9);

/** The epoch of the host's start number `order`. */
export function epochOf(order: number): EpochId {
  const id = parseEpochId(order.toString(16).padStart(16, "0"));
  if (!id.ok) throw new TypeError(id.reason);
  return id.value;
}

/** A log whose lines a test reads: their messages with their numbers. */
export function listeningLogger(): { readonly logger: Logger; readonly lines: string[] } {
  const lines: string[] = [];
  const write = (line: string) => {
    const { msg, lostRows } = JSON.parse(line);
    lines.push(lostRows === undefined ? msg : `${msg}: ${lostRows}`);
  };
  return { logger: pino({ level: "info" }, { write }), lines };
}

/** Opens telemetry as the host's start number `order` does. */
export function openAs(
  order: number,
  folder: string,
  changed: Partial<TelemetryParts> = {},
): Telemetry {
  return openTelemetry({
    folder,
    epoch: epochOf(order),
    epochOrder: order,
    clock: { nowMs: () => NINE_MS },
    clockOffset: () => null,
    logger: pino({ level: "silent" }),
    ...changed,
  });
}

/** Takes a reading of a probe. */
export function scrape(
  telemetry: Telemetry,
  values: readonly (number | null)[] = [21.5, 44],
  { deviceId = "probe-1", wallTimeMs = NINE_MS } = {},
): void {
  telemetry.append({ deviceId, kind: "xy-md02", values, wallTimeMs });
}

/** Lets this turn of the event loop end, so that what was taken is written. */
export function turnEnds(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** All rows of an epoch as they would be sent. */
export async function rowsOf(telemetry: Telemetry, order = 1): Promise<Scrape[]> {
  const range = { epoch: epochOf(order), fromSeq: 1, limit: 1_000_000 };
  const rows = await telemetry.outbox.read(range);
  return rows.map(({ row }) => row as Scrape);
}
