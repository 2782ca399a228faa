import {
  type BulkWriteRow,
  categorizeBulkWriteRows,
  type EventBulk,
  type FilledMangoQuery,
  getQueryMatcher,
  getSortComparator,
  type PreparedQuery,
  type RxDocumentData,
  type RxJsonSchema,
  type RxStorageBulkWriteResponse,
  type RxStorageChangeEvent,
  type RxStorageCountResult,
  type RxStorageInstance,
  type RxStorageInstanceCreationParams,
  type RxStorageQueryResult,
  type StringKeys,
} from "rxdb";
import { type Observable, Subject } from "rxjs";
import { tableShapeOf } from "./sqlite-columns.ts";
import { compileQuery } from "./sqlite-query.ts";
import { openSealedTable, type SealedTable, type SqliteStorageParts } from "./sqlite-table.ts";
import { RefusedRowError } from "./store-error.ts";

/** What a collection can ask of the storage. */
export interface SqliteInstanceOptions {
  /**
   * True: one conflicting row takes the whole `bulkWrite` back with a `RefusedRowError`;
   * otherwise it is answered as RxDB's conflict and its neighbours are written.
   */
  readonly isAllOrNothing?: boolean;
}

/** A place in a collection's stream of writes; never reused, and no clock is in it. */
export interface RowPosition {
  readonly rowSeq: number;
}

/** Tombstones removed in one step, so that a cleanup never holds up a scan. */
const PURGE_STEP = 500;

type Changes<Document> = EventBulk<RxStorageChangeEvent<RxDocumentData<Document>>, RowPosition>;

/** One collection in a SQLite file. */
export class SqliteStorageInstance<Document>
  implements RxStorageInstance<Document, SqliteStorageParts, SqliteInstanceOptions, RowPosition>
{
  readonly databaseName: string;
  readonly collectionName: string;
  readonly schema: Readonly<RxJsonSchema<RxDocumentData<Document>>>;
  readonly internals: SqliteStorageParts;
  readonly options: SqliteInstanceOptions;
  readonly #shape: ReturnType<typeof tableShapeOf>;
  readonly #table: SealedTable<Document>;
  readonly #changes = new Subject<Changes<Document>>();
  #isClosed = false;

  constructor(
    parts: SqliteStorageParts,
    params: RxStorageInstanceCreationParams<Document, SqliteInstanceOptions>,
  ) {
    this.databaseName = params.databaseName;
    this.collectionName = params.collectionName;
    this.schema = params.schema;
    // RxDB leaves the options out where nobody gave any, whatever its type says.
    this.options = params.options ?? {};
    this.internals = parts;
    this.#shape = tableShapeOf(params.collectionName, params.schema as RxJsonSchema<unknown>);
    this.#table = openSealedTable(parts, {
      collection: params.collectionName,
      schemaVersion: params.schema.version,
      shape: this.#shape,
    });
  }

  /** One transaction; the change stream speaks only after its COMMIT. */
  async bulkWrite(
    rows: BulkWriteRow<Document>[],
    context: string,
  ): Promise<RxStorageBulkWriteResponse<Document>> {
    this.#assertOpen();
    const { errors, eventBulk } = this.internals.file.transaction(() => this.#write(rows, context));
    if (eventBulk.events.length > 0) this.#changes.next(eventBulk);
    return { error: errors };
  }

  #write(rows: BulkWriteRow<Document>[], context: string) {
    const primary = this.#shape.primary as StringKeys<Document>;
    const ids = rows.map((row) => String(row.document[primary]));
    const stored = this.#table.byIds(ids);
    const known = new Map(stored.map((document) => [String(document[primary]), document]));
    const sorted = categorizeBulkWriteRows(this, primary, known, rows, context);
    const [conflict] = sorted.errors;
    if (conflict && this.options.isAllOrNothing) {
      throw new RefusedRowError(conflict.documentId, `conflict ${conflict.status}`);
    }
    let rowSeq = 0;
    for (const { document } of sorted.bulkInsertDocs) rowSeq = this.#table.insert(document);
    for (const { document } of sorted.bulkUpdateDocs) rowSeq = this.#table.replace(document);
    sorted.eventBulk.checkpoint = { rowSeq } satisfies RowPosition;
    return sorted;
  }

  /** Documents by primary key, in no particular order. */
  async findDocumentsById(
    ids: string[],
    withDeleted: boolean,
  ): Promise<RxDocumentData<Document>[]> {
    this.#assertOpen();
    const found = this.internals.file.read(() => this.#table.byIds(ids));
    return withDeleted ? found : found.filter((document) => !document._deleted);
  }

  /** Documents that match, in the order asked for. */
  async query({ query }: PreparedQuery<Document>): Promise<RxStorageQueryResult<Document>> {
    this.#assertOpen();
    return { documents: this.internals.file.read(() => this.#select(query)) };
  }

  #select(query: FilledMangoQuery<Document>): RxDocumentData<Document>[] {
    const compiled = compileQuery(this.#shape, query);
    const limit = query.limit ?? -1;
    if (compiled.isExact && compiled.isSorted) {
      return [...this.#table.select(compiled, { limit, offset: query.skip })];
    }
    const end = limit < 0 ? Number.POSITIVE_INFINITY : query.skip + limit;
    const isMatch = getQueryMatcher(this.schema, query);
    const matches: RxDocumentData<Document>[] = [];
    for (const document of this.#table.select(compiled, { limit: -1, offset: 0 })) {
      if (compiled.isSorted && matches.length >= end) break;
      if (isMatch(document)) matches.push(document);
    }
    if (!compiled.isSorted) {
      const compare = getSortComparator(this.schema, query);
      matches.sort((left, right) => compare(left, right));
    }
    return matches.slice(query.skip, end);
  }

  /** Count of what `query` would give; `fast` when index columns alone tell. */
  async count({ query }: PreparedQuery<Document>): Promise<RxStorageCountResult> {
    this.#assertOpen();
    const compiled = compileQuery(this.#shape, query);
    return this.internals.file.read(() => {
      if (!compiled.isExact) return { count: this.#select(query).length, mode: "slow" };
      const beyondSkip = Math.max(0, this.#table.count(compiled) - query.skip);
      return { count: Math.min(beyondSkip, query.limit ?? beyondSkip), mode: "fast" };
    });
  }

  /** What was written after a position, by the storage's own counter: a clock stepped back hides nothing. */
  async getChangedDocumentsSince(limit: number, checkpoint?: RowPosition) {
    this.#assertOpen();
    const { documents, rowSeq } = this.internals.file.read(() =>
      this.#table.changedSince(checkpoint?.rowSeq ?? 0, limit),
    );
    return { documents, checkpoint: { rowSeq } };
  }

  /** Every write, after its COMMIT. */
  changeStream(): Observable<Changes<Document>> {
    return this.#changes.asObservable();
  }

  /** Removes a step of old tombstones; true when none is left. */
  async cleanup(minimumDeletedTimeMs: number): Promise<boolean> {
    this.#assertOpen();
    const beforeMs = this.internals.nowMs() - minimumDeletedTimeMs;
    const { file } = this.internals;
    return file.transaction(() => this.#table.purge(beforeMs, PURGE_STEP)) < PURGE_STEP;
  }

  /** Always refused: `createStorageInstance` lets no schema with attachments in. */
  getAttachmentData(): Promise<Blob> {
    return Promise.reject(new TypeError("the SQLite storage takes no attachments"));
  }

  /** Drops the table. */
  async remove(): Promise<void> {
    this.#assertOpen();
    this.internals.file.transaction(() => this.#table.drop());
    await this.close();
  }

  close(): Promise<void> {
    this.#isClosed = true;
    this.#changes.complete();
    return Promise.resolve();
  }

  #assertOpen(): void {
    if (this.#isClosed) throw new Error(`collection ${this.collectionName} is closed`);
  }
}
