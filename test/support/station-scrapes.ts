import type { EpochId, StationId } from "@gatehouse/protocols/ids";
import type { Scrape } from "@gatehouse/protocols/telemetry/scrape";
import { encodeBatch } from "@gatehouse/protocols/wire/batch";
import { nodeBatchCodecs } from "@gatehouse/sync-server/gateway/node-codecs";
import { newBatchId, newEpoch, type SentBatch } from "./station-records.ts";

/** 2026-01-15 12:00 in Shanghai. */
const NOON_MS = Date.UTC(2026, 0, 15, 4);

/** What a station's probes said, as its host would send it: one epoch. */
export class StationScrapes {
  readonly stationId: StationId;
  readonly epoch: EpochId;

  constructor(stationId: StationId, epoch: EpochId = newEpoch()) {
    this.stationId = stationId;
    this.epoch = epoch;
  }

  /** One scrape of a thermometer. */
  scrape(seq: number, changes: Partial<Scrape> = {}): Scrape {
    return {
      seq,
      deviceId: "probe-1",
      kind: "xy-md02",
      wallTimeMs: NOON_MS + seq * 1_000,
      clockOffsetMs: null,
      values: [20 + seq / 10, 45],
      span: null,
      ...changes,
    };
  }

  /** A batch of rows, whatever they are. */
  batch(
    rows: readonly unknown[],
    options: { readonly from: number; readonly to: number; readonly enc?: "json" | "zstd" },
  ): SentBatch {
    const { from, to, enc = "json" } = options;
    const id = newBatchId();
    const header = { v: 1, batch: id, stream: "tm", epoch: this.epoch, from, to, enc } as const;
    // Rows that are no scrapes are what the tests are about.
    return { id, message: encodeBatch(nodeBatchCodecs, header, rows as readonly Scrape[]) };
  }

  /** A batch of whole scrapes, one of each number. */
  run(from: number, to: number): SentBatch {
    const rows = Array.from({ length: to - from + 1 }, (_, at) => this.scrape(from + at));
    return this.batch(rows, { from, to });
  }
}
