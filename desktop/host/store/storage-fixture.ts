import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  fillWithDefaultSettings,
  type RxDocumentData,
  type RxJsonSchema,
  type RxStorage,
  type RxStorageInstance,
} from "rxdb";
import { nodeRandomBytes } from "../digests.ts";
import { createSealer } from "./sealing.ts";
import { openSqliteFile, type SqliteFile } from "./sqlite-file.ts";
import { createSqliteStorage, type SqliteStorage } from "./sqlite-storage.ts";

/** A document with an index of each kind. */
export interface Tube {
  readonly id: string;
  readonly lane: string;
  readonly at: number;
  readonly weight: number;
  readonly isSealed: boolean;
  readonly note?: string;
}

const schema: RxJsonSchema<Tube> = {
  version: 0,
  primaryKey: "id",
  type: "object",
  properties: {
    id: { type: "string", maxLength: 20 },
    lane: { type: "string", maxLength: 20 },
    at: { type: "integer", minimum: -1_000, maximum: 1_000, multipleOf: 1 },
    weight: { type: "number", minimum: -100, maximum: 100, multipleOf: 0.25 },
    isSealed: { type: "boolean" },
    note: { type: "string" },
  },
  required: ["id", "lane", "at", "weight", "isSealed"],
  indexes: ["at", ["lane", "at"], ["isSealed", "weight"], "weight"],
};

/** Schema of `Tube` as a storage gets it. */
export const TUBE_SCHEMA = fillWithDefaultSettings(schema);

/** A storage over a file in a folder of its own. */
export interface StorageBench {
  readonly storage: SqliteStorage;
  readonly file: SqliteFile;
  readonly path: string;
  remove(): void;
}

/** Opens a bench whose tombstones age by `nowMs`. */
export function makeStorage(nowMs: () => number = Date.now): StorageBench {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-storage-"));
  const path = join(folder, "store.db");
  const file = openSqliteFile(path);
  const sealer = createSealer(nodeRandomBytes(32), nodeRandomBytes);
  const storage = createSqliteStorage({ file, sealer, nowMs });
  const remove = () => {
    file.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { storage, file, path, remove };
}

/** Opens the collection `tubes` of any storage. */
export function openTubes<Internals, Options>(
  storage: RxStorage<Internals, Options>,
  options: Options,
  databaseName = "bench",
): Promise<RxStorageInstance<Tube, Internals, Options>> {
  return storage.createStorageInstance<Tube>({
    databaseInstanceToken: databaseName,
    databaseName,
    collectionName: "tubes",
    schema: TUBE_SCHEMA,
    options,
    multiInstance: false,
    devMode: false,
  });
}

/** A document as RxDB hands it to a storage. */
export function tubeData(tube: Tube, revision = 1, lwt = 1): RxDocumentData<Tube> {
  return { ...tube, _deleted: false, _attachments: {}, _rev: `${revision}-t`, _meta: { lwt } };
}
