import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findByLookup } from "./event-lookup.ts";
import { GUARD, makeFolder, scanOf, startHost, type TestHost } from "./log-fixture.ts";

const CANARY = "person:CANARY-93ab2f";
let place: ReturnType<typeof makeFolder>;
let host: TestHost;

beforeEach(async () => {
  place = makeFolder();
  host = await startHost(place.folder);
});
afterEach(async () => {
  await host.close();
  place.remove();
});

function append(payload: string, lookup: string) {
  return host.log.append(scanOf(payload), { ...GUARD, lookup });
}

describe("findByLookup", () => {
  it("finds what was recorded with a text, newest first, over restarts", async () => {
    const first = await append("A-1", CANARY);
    await append("A-2", "person:OTHER");
    await host.close();
    host = await startHost(place.folder);
    const second = await append("A-3", CANARY);
    expect(await findByLookup(host.store, CANARY, { limit: 10 })).toEqual([second, first]);
    expect(await findByLookup(host.store, CANARY, { limit: 1 })).toEqual([second]);
  });

  it("tells types apart", async () => {
    const { header } = await append("A-1", CANARY);
    const body = { voidedEventId: header.eventId, reason: "operator-undo" } as const;
    await host.log.append({ type: "scan.voided", body }, { ...GUARD, lookup: CANARY });
    const found = await findByLookup(host.store, CANARY, { type: "scan.recorded", limit: 10 });
    expect(found.map(({ header }) => header.eventId)).toEqual([header.eventId]);
  });

  it("finds no event that has no text, not even by an empty one", async () => {
    await host.log.append(scanOf("A-1"), GUARD);
    expect(await findByLookup(host.store, "", { limit: 10 })).toEqual([]);
  });

  it("writes the text into no event and into no file", async () => {
    const stored = await append("A-1", CANARY);
    expect(JSON.stringify(stored)).not.toContain("CANARY");
    for (const name of ["store.db", "store.db-wal"]) {
      expect(readFileSync(join(place.folder, name)).includes("CANARY")).toBe(false);
    }
  });
});
