import type { SqliteFile } from "../store/sqlite-file.ts";
import { MAX_HELLO_STREAMS, type OutboxStream, type SyncOutbox } from "../sync/sync-outbox.ts";
import type { EpochTable, MarkedEpoch } from "./epoch-table.ts";
import type { ScrapeTable } from "./scrape-table.ts";
import type { TelemetryOutage } from "./telemetry-outage.ts";

/** Epochs that are listed of telemetry: half of what a hello has room for; events come first in it. */
const MAX_STREAMS = MAX_HELLO_STREAMS / 2;

/** What the outbox reads. */
export interface TelemetryOutboxParts {
  readonly file: SqliteFile;
  readonly rows: ScrapeTable;
  readonly epochs: EpochTable;
  readonly outage: TelemetryOutage;
}

/** The rows that the centre may not have. Telemetry that cannot be read is not listed: events must go on. */
export function createTelemetryOutbox(parts: TelemetryOutboxParts): SyncOutbox {
  const { file, rows, epochs, outage } = parts;
  return {
    stream: "tm",
    async streams() {
      try {
        return file.read(() => listed(epochs.marked()).map(streamOf));
      } catch (error) {
        outage.failed(error, 0);
        return [];
      }
    },
    async read({ epoch, fromSeq, limit }) {
      const found = file.read(() => rows.read(epoch, fromSeq, limit));
      return found.map((row) => ({ seq: row.seq, row }));
    },
    async setAcked({ epoch, seq }) {
      file.transaction(() => epochs.setAcked(epoch, seq));
    },
  };
}

function streamOf(marked: MarkedEpoch): OutboxStream {
  return { ...marked, ackedHash: null };
}

/** All that are unsent, oldest first, and the newest others. */
function listed(all: readonly MarkedEpoch[]): MarkedEpoch[] {
  const isUnsent = ({ maxSeq, ackedSeq }: MarkedEpoch) => maxSeq > ackedSeq;
  const unsent = all.filter(isUnsent).slice(0, MAX_STREAMS);
  const sent = all.filter((one) => !isUnsent(one));
  const kept = new Set([...unsent, ...sent.slice(sent.length - (MAX_STREAMS - unsent.length))]);
  return all.filter((one) => kept.has(one));
}
