import type { ScrapedKind } from "@gatehouse/protocols/telemetry/metrics";
import type { Logger } from "pino";
import { type Observable, Subject } from "rxjs";
import type { Clock } from "../clock.ts";
import type { ClockOffset } from "../event-log/event-builder.ts";
import type { SyncOutbox } from "../sync/sync-outbox.ts";
import { EpochTable, type HostStart } from "./epoch-table.ts";
import { ScrapeTable } from "./scrape-table.ts";
import { TelemetryBound } from "./telemetry-bound.ts";
import { openTelemetryFile } from "./telemetry-file.ts";
import { TelemetryOutage } from "./telemetry-outage.ts";
import { createTelemetryOutbox } from "./telemetry-outbox.ts";
import { TelemetryWriter } from "./telemetry-writer.ts";
import { Trend, type TrendShape } from "./trend.ts";

/** About a month of one probe at its usual pace; 40 MB. */
const DEFAULT_MAX_ROWS = 500_000;
/** Where the disk gives no file, memory holds so many. */
const MAX_ROWS_IN_MEMORY = 20_000;

/** What telemetry is opened with; `epoch` is the event log's. */
export interface TelemetryParts extends HostStart {
  /** Data folder; it exists. */
  readonly folder: string;
  readonly clock: Pick<Clock, "nowMs">;
  /** Null until the first contact with the centre. */
  readonly clockOffset: () => ClockOffset | null;
  readonly logger: Logger;
  readonly maxRows?: number;
}

/** What one device said at one moment. */
export interface NewScrape {
  readonly deviceId: string;
  readonly kind: ScrapedKind;
  /** In the order of the kind's metrics; null where there is no plausible value. */
  readonly values: readonly (number | null)[];
  readonly wallTimeMs: number;
}

/** The last row of this epoch that is in the file. */
export interface WrittenRow extends HostStart {
  readonly seq: number;
}

/** The periods up to a moment. */
export interface TrendWindow extends TrendShape {
  readonly nowMs: number;
}

/** A station's memory of its readings. They may be lost, so nothing here holds up the station. */
export interface Telemetry {
  /** Takes a row, to be written at the end of this turn of the event loop. It never fails. */
  append(scrape: NewScrape): void;
  /** The last row of each turn, after its commit. */
  readonly appended: Observable<WrittenRow>;
  readonly outbox: SyncOutbox;
  /** How one metric of a device went, oldest first (`Trend`); all null where it cannot be read. */
  trend(deviceId: string, metricIndex: number, window: TrendWindow): (number | null)[];
  /** Writes what waits. */
  close(): void;
}

/**
 * Opens the stream `tm` of this host start. Its rows are neither chained nor synced one by one,
 * and hold nothing personal, so they lie unsealed in a file of their own.
 */
export function openTelemetry(parts: TelemetryParts): Telemetry {
  const { clock, clockOffset, folder, maxRows = DEFAULT_MAX_ROWS } = parts;
  const start: HostStart = { epoch: parts.epoch, epochOrder: parts.epochOrder };
  const logger = parts.logger.child({ module: "telemetry" });
  const { file, isLasting } = openTelemetryFile(folder, logger);
  const [rows, epochs] = [new ScrapeTable(file), new EpochTable(file)];
  const bounded = isLasting ? maxRows : Math.min(maxRows, MAX_ROWS_IN_MEMORY);
  const bound = new TelemetryBound({ rows, epochs, maxRows: bounded, logger });
  const outage = new TelemetryOutage(logger);
  const appended = new Subject<WrittenRow>();
  const onWritten = (seq: number) => appended.next({ ...start, seq });
  const nowMs = () => clock.nowMs();
  const written = { file, rows, epochs };
  const writer = new TelemetryWriter({ ...written, bound, outage, start, nowMs, onWritten });
  let isClosed = false;

  return {
    appended: appended.asObservable(),
    outbox: createTelemetryOutbox({ ...written, outage }),
    append({ deviceId, kind, values, wallTimeMs }) {
      if (isClosed) return;
      const clockOffsetMs = clockOffset()?.offsetMs ?? null;
      writer.append({ deviceId, kind, wallTimeMs, clockOffsetMs, values: [...values], span: null });
    },
    trend(deviceId, metricIndex, window) {
      const readings = () => rows.readingsOf(deviceId, rangeOf(window));
      const trend = new Trend(window);
      try {
        for (const { wallTimeMs, values } of file.read(readings)) {
          trend.put(wallTimeMs, values[metricIndex] ?? null);
        }
      } catch (error) {
        outage.failed(error, 0);
      }
      return trend.values(window.nowMs);
    },
    close() {
      if (isClosed) return;
      isClosed = true;
      writer.flush();
      outage.close();
      appended.complete();
      file.close();
    },
  };
}

function rangeOf({ periods, periodMs, nowMs }: TrendWindow) {
  return { fromMs: nowMs - periods * periodMs, toMs: nowMs };
}
