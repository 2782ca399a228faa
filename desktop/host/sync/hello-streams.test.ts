import type { EpochId } from "@gatehouse/protocols/ids";
import { pino } from "pino";
import { expect, it } from "vitest";
import { listEpochs } from "./hello-streams.ts";
import type { OutboxStream, SyncOutbox } from "./sync-outbox.ts";

const logger = pino({ level: "silent" });

/** An outbox of many host starts; the centre has all of those that are not named. */
function outboxOf(stream: "ev" | "tm", starts: number, unsent: readonly number[] = []): SyncOutbox {
  const streams = Array.from({ length: starts }, (_, at): OutboxStream => {
    const epochOrder = at + 1;
    const epoch = epochOrder.toString(16).padStart(16, "0") as EpochId;
    const ackedSeq = unsent.includes(epochOrder) ? 0 : 5;
    return { epoch, epochOrder, maxSeq: 5, ackedSeq, ackedHash: null };
  });
  return {
    stream,
    streams: async () => streams,
    read: async () => [],
    setAcked: async () => undefined,
  };
}

it("GW-8: names every epoch of both streams as long as there is room", async () => {
  const outboxes = { ev: outboxOf("ev", 1_500), tm: outboxOf("tm", 500) };
  expect(await listEpochs(outboxes, logger)).toHaveLength(2_000);
});

it("GW-8: names unsent events first, then unsent telemetry, then the newest of both", async () => {
  const outboxes = { ev: outboxOf("ev", 2_000, [3]), tm: outboxOf("tm", 2_000, [1, 2]) };
  const named = await listEpochs(outboxes, logger);
  expect(named).toHaveLength(2_000);
  const places = named.map(({ stream, epochOrder }) => `${stream} ${epochOrder}`);
  expect(places.slice(0, 5)).toEqual(["ev 3", "tm 1", "tm 2", "ev 2000", "tm 2000"]);
});

it("names the events alone on a station that measures nothing", async () => {
  const named = await listEpochs({ ev: outboxOf("ev", 2), tm: null }, logger);
  expect(named.map(({ stream }) => stream)).toEqual(["ev", "ev"]);
});
