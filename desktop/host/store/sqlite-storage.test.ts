import type { RxStorageInstanceCreationParams } from "rxdb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RowPosition, SqliteInstanceOptions } from "./sqlite-storage-instance.ts";
import {
  makeStorage,
  openTubes,
  type StorageBench,
  TUBE_SCHEMA,
  type Tube,
  tubeData,
} from "./storage-fixture.ts";
import { RefusedRowError } from "./store-error.ts";

const NOW_MS = 10_000;
let bench: StorageBench;

beforeEach(() => {
  bench = makeStorage(() => NOW_MS);
});
afterEach(() => bench.remove());

function tube(id: string): Tube {
  return { id, lane: "north", at: 1, weight: 0.5, isSealed: false };
}

function params(change: object): RxStorageInstanceCreationParams<Tube, SqliteInstanceOptions> {
  return {
    databaseInstanceToken: "t",
    databaseName: "d",
    collectionName: "tubes",
    schema: TUBE_SCHEMA,
    options: {},
    multiInstance: false,
    devMode: false,
    ...change,
  };
}

async function idsSince(position?: RowPosition) {
  const tubes = await openTubes(bench.storage, {});
  const changed = await tubes.getChangedDocumentsSince?.(100, position);
  return { ids: changed?.documents.map(({ id }) => id), position: changed?.checkpoint };
}

describe("bulkWrite", () => {
  it("answers a conflict for its row and writes the neighbours", async () => {
    const tubes = await openTubes(bench.storage, {});
    await tubes.bulkWrite([{ document: tubeData(tube("a")) }], "test");
    const rows = [{ document: tubeData(tube("a")) }, { document: tubeData(tube("b")) }];
    const { error } = await tubes.bulkWrite(rows, "test");
    expect(error.map(({ status, documentId }) => [status, documentId])).toEqual([[409, "a"]]);
    expect((await tubes.findDocumentsById(["a", "b"], false)).length).toBe(2);
  });

  it("takes the whole write back on a conflict where the collection is all-or-nothing", async () => {
    const tubes = await openTubes(bench.storage, { isAllOrNothing: true });
    await tubes.bulkWrite([{ document: tubeData(tube("a")) }], "test");
    const rows = [{ document: tubeData(tube("b")) }, { document: tubeData(tube("a")) }];
    await expect(tubes.bulkWrite(rows, "test")).rejects.toBeInstanceOf(RefusedRowError);
    expect(await tubes.findDocumentsById(["b"], false)).toEqual([]);
  });

  it.each([
    ["text outside the BMP", { lane: "😀" }],
    ["half a character", { lane: "\ud83d" }],
    ["a number in place of text", { lane: 5 }],
    ["a missing field", { lane: undefined }],
    ["half an integer", { at: 1.5 }],
  ])("refuses %s in an indexed field, writes and tells nothing", async (_, change) => {
    const tubes = await openTubes(bench.storage, {});
    const told: unknown[] = [];
    tubes.changeStream().subscribe((bulk) => told.push(bulk));
    const bad = tubeData({ ...tube("bad"), ...change } as Tube);
    const rows = [{ document: tubeData(tube("good")) }, { document: bad }];
    await expect(tubes.bulkWrite(rows, "test")).rejects.toMatchObject({ documentId: "bad" });
    expect(await tubes.findDocumentsById(["good", "bad"], true)).toEqual([]);
    expect(told).toEqual([]);
  });

  it("has committed when the change stream tells of it", async () => {
    const tubes = await openTubes(bench.storage, {});
    const inTransaction: unknown[] = [];
    tubes.changeStream().subscribe(() => {
      // A transaction inside a transaction would be refused.
      bench.file.transaction(() => inTransaction.push("committed"));
    });
    await tubes.bulkWrite([{ document: tubeData(tube("a")) }], "test");
    expect(inTransaction).toEqual(["committed"]);
  });

  it("stores any text in fields that are not indexed", async () => {
    const tubes = await openTubes(bench.storage, {});
    const note = "王小明 😀 \ud83d \u0000 e\u0301";
    await tubes.bulkWrite([{ document: tubeData({ ...tube("a"), note }) }], "test");
    expect((await tubes.findDocumentsById(["a"], false))[0]?.note).toBe(note);
  });
});

describe("getChangedDocumentsSince", () => {
  it("goes by the order of writes, whatever the documents' clocks say", async () => {
    const tubes = await openTubes(bench.storage, {});
    await tubes.bulkWrite([{ document: tubeData(tube("a"), 1, 9_000) }], "test");
    const { position } = await idsSince();
    await tubes.bulkWrite([{ document: tubeData(tube("b"), 1, 5) }], "test");
    expect((await idsSince(position)).ids).toEqual(["b"]);
  });

  it("tells of a document written again once, at its newest place", async () => {
    const tubes = await openTubes(bench.storage, {});
    const first = tubeData(tube("a"));
    await tubes.bulkWrite([{ document: first }, { document: tubeData(tube("b")) }], "test");
    const again = { ...tubeData(tube("a"), 2), at: 7 };
    await tubes.bulkWrite([{ previous: first, document: again }], "test");
    expect((await idsSince()).ids).toEqual(["b", "a"]);
  });

  it("never reuses a place after the newest tombstone was purged", async () => {
    const tubes = await openTubes(bench.storage, {});
    const first = tubeData(tube("a"));
    await tubes.bulkWrite([{ document: first }], "test");
    const gone = { ...tubeData(tube("a"), 2), _deleted: true };
    await tubes.bulkWrite([{ previous: first, document: gone }], "test");
    const { position } = await idsSince();
    expect(await tubes.cleanup(0)).toBe(true);
    expect(await tubes.findDocumentsById(["a"], true)).toEqual([]);
    await tubes.bulkWrite([{ document: tubeData(tube("b")) }], "test");
    expect((await idsSince(position)).ids).toEqual(["b"]);
  });
});

describe("an instance", () => {
  it("refuses attachments and several processes", async () => {
    const attachments = params({ schema: { ...TUBE_SCHEMA, attachments: {} } });
    await expect(bench.storage.createStorageInstance(attachments)).rejects.toThrow("attachments");
    const shared = params({ multiInstance: true });
    await expect(bench.storage.createStorageInstance(shared)).rejects.toThrow("one process");
  });

  it("keeps tombstones that are younger than asked", async () => {
    const tubes = await openTubes(bench.storage, {});
    const gone = { ...tubeData(tube("a"), 1, NOW_MS - 10), _deleted: true };
    await tubes.bulkWrite([{ document: gone }], "test");
    expect(await tubes.cleanup(1_000)).toBe(true);
    expect((await tubes.findDocumentsById(["a"], true)).length).toBe(1);
  });

  it("is empty after remove, and close can be called again", async () => {
    const tubes = await openTubes(bench.storage, {});
    await tubes.bulkWrite([{ document: tubeData(tube("a")) }], "test");
    await tubes.remove();
    await tubes.close();
    await expect(tubes.findDocumentsById(["a"], true)).rejects.toThrow("closed");
    const again = await openTubes(bench.storage, {});
    expect(await again.findDocumentsById(["a"], true)).toEqual([]);
  });
});
