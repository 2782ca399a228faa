import { parseScrape, type Scrape } from "@gatehouse/protocols/telemetry/scrape";
import type { PoolClient } from "pg";
import type { RejectReason } from "../store/event-writer.ts";
import { insertScrapes, type ScrapeRow, upsertLatestScrapes } from "../store/scrape-writer.ts";
import type { GroupTime, PlannedStream, RowKind } from "./row-kind.ts";
import type { PlacedRow } from "./row-place.ts";
import { isStorable, withoutControls } from "./storable-text.ts";
import { byOurClock } from "./told-time.ts";

/** The rows of `tm`: scrapes, not chained, of kinds that this version may not know. */
export class ScrapeRows implements RowKind {
  readonly refusal = "malformed-scrape";
  readonly #scrapes: ScrapeRow[] = [];

  get kept(): number {
    return this.#scrapes.length;
  }

  hashOf(): null {
    return null;
  }

  take(stream: PlannedStream, { seq, row }: PlacedRow): RejectReason | null {
    const parsed = parseScrape(row);
    if (!parsed.ok) return parsed.reason;
    if (!isStorable(parsed.value)) return "malformed-scrape";
    if (parsed.value.seq !== seq) return "seq-mismatch";
    const { stationId, epoch } = stream.start;
    const measuredMs = byOurClock(parsed.value);
    this.#scrapes.push({ stationId, epoch, scrape: shown(parsed.value), measuredMs });
    return null;
  }

  async write(client: PoolClient, { receivedAtMs }: GroupTime): Promise<void> {
    await insertScrapes(client, this.#scrapes, receivedAtMs);
    await upsertLatestScrapes(client, this.#scrapes, receivedAtMs);
  }
}

function shown(scrape: Scrape): Scrape {
  const { deviceId, kind } = scrape;
  return { ...scrape, deviceId: withoutControls(deviceId), kind: withoutControls(kind) };
}
