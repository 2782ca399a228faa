import type { EpochId } from "@gatehouse/protocols/ids";
import type { SqliteFile } from "../store/sqlite-file.ts";

/** One host start, as the event log names it. */
export interface HostStart {
  readonly epoch: EpochId;
  readonly epochOrder: number;
}

/** One epoch that has rows: its last row and the centre's mark. */
export interface MarkedEpoch extends HostStart {
  readonly maxSeq: number;
  readonly ackedSeq: number;
}

const LAST_SEQ = "(SELECT max(seq) FROM scrape WHERE epoch_id = epoch.id)";

/** SQL of the epochs and their marks. Each call is part of the transaction or read that its caller runs. */
export class EpochTable {
  readonly #file: SqliteFile;

  constructor(file: SqliteFile) {
    this.#file = file;
  }

  /** The file's number of an epoch; it is given one with its first row. */
  idOf({ epoch, epochOrder }: HostStart): number {
    this.#file
      .statement("INSERT OR IGNORE INTO epoch (epoch, epoch_order) VALUES (?, ?)")
      .run(epoch, epochOrder);
    return Number(this.#file.statement("SELECT id FROM epoch WHERE epoch = ?").get(epoch)?.id);
  }

  /** Epochs that have rows, in the order of the event log. */
  marked(): MarkedEpoch[] {
    const sql = `SELECT epoch, epoch_order, acked_seq, ${LAST_SEQ} AS last_seq FROM epoch
      WHERE last_seq IS NOT NULL ORDER BY epoch_order, id`;
    return this.#file
      .statement(sql)
      .all()
      .map((row) => ({
        epoch: String(row.epoch) as EpochId,
        epochOrder: Number(row.epoch_order),
        maxSeq: Number(row.last_seq),
        ackedSeq: Number(row.acked_seq),
      }));
  }

  /** Last `seq` of an epoch, 0 for one without rows. */
  lastSeq(epoch: EpochId): number {
    const sql = `SELECT ${LAST_SEQ} AS last_seq FROM epoch WHERE epoch = ?`;
    return Number(this.#file.statement(sql).get(epoch)?.last_seq ?? 0);
  }

  /** Sets a mark, in either direction; one of an epoch that is gone is nothing. */
  setAcked(epoch: EpochId, seq: number): void {
    this.#file.statement("UPDATE epoch SET acked_seq = ? WHERE epoch = ?").run(seq, epoch);
  }

  /** Marks that cover rows, oldest epoch first. */
  acked(): { epochId: number; ackedSeq: number }[] {
    const sql = "SELECT id, acked_seq FROM epoch WHERE acked_seq > 0 ORDER BY id";
    return this.#file
      .statement(sql)
      .all()
      .map((row) => ({ epochId: Number(row.id), ackedSeq: Number(row.acked_seq) }));
  }

  /** Forgets the epochs whose rows are gone. */
  forgetEmpty(): void {
    const rowOf = "SELECT 1 FROM scrape WHERE epoch_id = epoch.id";
    this.#file.statement(`DELETE FROM epoch WHERE NOT EXISTS (${rowOf})`).run();
  }
}
