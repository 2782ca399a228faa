import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { nodeDigests } from "../digests.ts";
import { GUARD, makeFolder, scanOf, startHost } from "./log-fixture.ts";
import { verifyChain } from "./verify-chain.ts";

let place: ReturnType<typeof makeFolder>;

beforeEach(async () => {
  place = makeFolder();
  const host = await startHost(place.folder);
  for (const text of ["A-1", "A-2", "A-3", "A-4"]) await host.log.append(scanOf(text), GUARD);
  await host.close();
});
afterEach(() => place.remove());

/** Changes the closed store behind its back. */
function tamper(sql: string): void {
  const db = new DatabaseSync(join(place.folder, "store.db"));
  db.exec(sql);
  db.close();
}

async function report() {
  const host = await startHost(place.folder);
  try {
    return await verifyChain(host.store, nodeDigests, { pageRows: 2 });
  } finally {
    await host.close();
  }
}

describe("verifyChain", () => {
  it("walks all epochs to the end of a log that stands", async () => {
    expect(await report()).toEqual({ verified: 6, firstBreak: null, isComplete: true });
  });

  it("finds an event that was taken out", async () => {
    tamper(`DELETE FROM "events.v0" WHERE f_seq = 3`);
    const firstBreak = { epochOrder: 1, seq: 4, reason: "seq-gap" };
    expect(await report()).toEqual({ verified: 2, firstBreak, isComplete: true });
  });

  it("finds an event cut off at the end by its missing link to the next epoch", async () => {
    const host = await startHost(place.folder);
    await host.close();
    tamper(`DELETE FROM "events.v0" WHERE f_epochOrder = 1 AND f_seq = 5`);
    const firstBreak = { epochOrder: 2, seq: 1, reason: "chain-broken" };
    expect(await report()).toMatchObject({ verified: 4, firstBreak });
  });

  it("finds a row that was swapped for another one, and refuses to open it", async () => {
    tamper(
      `UPDATE "events.v0" SET sealed = (SELECT sealed FROM "events.v0" WHERE f_seq = 2) WHERE f_seq = 3`,
    );
    const firstBreak = { epochOrder: 1, seq: 3, reason: "unreadable" };
    expect(await report()).toEqual({ verified: 2, firstBreak, isComplete: true });
  });

  it("stops when told to, and says that it did not get to the end", async () => {
    const host = await startHost(place.folder);
    const signal = AbortSignal.abort();
    expect((await verifyChain(host.store, nodeDigests, { signal })).isComplete).toBe(false);
    await host.close();
  });
});
