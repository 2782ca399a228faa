import type { EpochId } from "@gatehouse/protocols/ids";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { GUARD, makeFolder, scanOf, startHost, type TestHost } from "./log-fixture.ts";
import { type Outbox, openOutbox } from "./outbox.ts";

let place: ReturnType<typeof makeFolder>;
let host: TestHost;
let outbox: Outbox;

beforeEach(async () => {
  place = makeFolder();
  host = await startHost(place.folder);
  outbox = await openOutbox(host.store, host.log);
});
afterEach(async () => {
  await host.close();
  place.remove();
});

async function restart(): Promise<void> {
  await host.close();
  host = await startHost(place.folder);
  outbox = await openOutbox(host.store, host.log);
}

describe("outbox", () => {
  it("GW-21: counts what is beyond the mark and names the time of the oldest", async () => {
    const scan = await host.log.append(scanOf("A-1"), GUARD);
    await host.log.append(scanOf("A-2"), GUARD);
    await outbox.setAcked({ epoch: host.log.epoch, seq: 1 });
    expect(await outbox.unsent()).toEqual({ count: 2, oldestAtMs: scan.header.wallTimeMs });
  });

  it("is empty once all is acknowledged, and the events are still there", async () => {
    const { header } = await host.log.append(scanOf("A-1"), GUARD);
    await outbox.setAcked({ epoch: header.epoch, seq: header.seq });
    expect(await outbox.unsent()).toEqual({ count: 0, oldestAtMs: null });
    const read = await outbox.read({ epoch: header.epoch, fromSeq: 1, limit: 10 });
    expect(read.map(({ seq }) => seq)).toEqual([1, 2]);
  });

  it("gives events in order, from a place on, as they were recorded", async () => {
    const stored = await Promise.all(
      ["A-1", "A-2", "A-3"].map((text) => host.log.append(scanOf(text), GUARD)),
    );
    const read = await outbox.read({ epoch: host.log.epoch, fromSeq: 3, limit: 10 });
    expect(read).toEqual(stored.slice(1).map((row) => ({ seq: row.header.seq, row })));
    const [first] = stored;
    expect(await outbox.read({ epoch: host.log.epoch, fromSeq: 2, limit: 1 })).toEqual([
      { seq: 2, row: first },
    ]);
  });

  it("keeps the marks over a restart and lists every epoch for the hello", async () => {
    const { header } = await host.log.append(scanOf("A-1"), GUARD);
    await outbox.setAcked({ epoch: header.epoch, seq: 2 });
    await restart();
    expect(await outbox.streams()).toEqual([
      { epoch: header.epoch, epochOrder: 1, maxSeq: 2, ackedSeq: 2, ackedHash: header.hash },
      { epoch: host.log.epoch, epochOrder: 2, maxSeq: 1, ackedSeq: 0, ackedHash: null },
    ]);
    expect((await outbox.unsent()).count).toBe(1);
  });

  it("lets a mark go back when the centre was restored", async () => {
    const { header } = await host.log.append(scanOf("A-1"), GUARD);
    await outbox.setAcked({ epoch: header.epoch, seq: 2 });
    await outbox.setAcked({ epoch: header.epoch, seq: 0 });
    await restart();
    expect((await outbox.unsent()).count).toBe(3);
  });

  it("lists the oldest thousand epochs when more are unsent: a hello takes no more", async () => {
    const past = Array.from({ length: 2_005 }, (_, at) => ({
      id: (at + 1).toString(16).padStart(16, "0") as EpochId,
      order: at + 2,
      firstPrevHash: "",
      startedAtMs: 0,
      lastSeq: 1,
    }));
    await host.store.epochs.bulkInsert(past);
    outbox = await openOutbox(host.store, host.log);
    const orders = (await outbox.streams()).map(({ epochOrder }) => epochOrder);
    expect(orders).toHaveLength(1_000);
    expect([orders[0], orders.at(-1)]).toEqual([1, 1_000]);
  });

  it("answers an unknown epoch with nothing", async () => {
    const unknown = { ...(await outbox.streams())[0], epoch: "0".repeat(16) as never };
    expect(await outbox.read({ epoch: unknown.epoch, fromSeq: 1, limit: 5 })).toEqual([]);
  });
});
