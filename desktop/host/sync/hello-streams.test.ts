import type { EpochId } from "@gatehouse/protocols/ids";
import {
  type CentreHello,
  centreHelloSchema,
  MAX_MESSAGE_BYTES,
  type StationHello,
  stationHelloSchema,
} from "@gatehouse/protocols/wire/messages";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { helloOf, isListCut, listEpochs } from "./hello-streams.ts";
import { MAX_HELLO_STREAMS, type OutboxStream, type SyncOutbox } from "./sync-outbox.ts";

const logger = pino({ level: "silent" });
/** The longest that each field of a hello or of its answer can be. */
const BIG = Number.MAX_SAFE_INTEGER;
const HASH = "x".repeat(43);

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

const upTo = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

describe("a hello", () => {
  it("GW-8: names every epoch of both streams as long as there is room", async () => {
    const outboxes = { ev: outboxOf("ev", 700), tm: outboxOf("tm", 300) };
    expect(await listEpochs(outboxes, logger)).toHaveLength(1_000);
  });

  it("GW-8: names unsent events first, then unsent telemetry, then the newest of both", async () => {
    const outboxes = { ev: outboxOf("ev", 1_000, [3]), tm: outboxOf("tm", 500, [1, 2]) };
    const named = await listEpochs(outboxes, logger);
    expect(named).toHaveLength(1_000);
    const places = named.map(({ stream, epochOrder }) => `${stream} ${epochOrder}`);
    expect(places.slice(0, 5)).toEqual(["ev 3", "tm 1", "tm 2", "ev 1000", "ev 999"]);
    expect(places.at(-1)).toBe("ev 252");
  });

  it("GW-6, GW-8: fits into a message with the longest numbers, and so does its answer", () => {
    const streams = upTo(MAX_HELLO_STREAMS + 2).map((at): StationHello["streams"][number] => ({
      stream: "ev",
      epoch: at.toString(16).padStart(16, "0") as EpochId,
      ...{ epochOrder: BIG, maxSeq: BIG, ackedSeq: BIG, ackedHash: HASH },
    }));
    const hello: StationHello = {
      ...{ v: 1, softwareVersion: "v".repeat(40), sentAtMs: 8.64e15, streams },
      bundles: Array.from({ length: 16 }, () => ({ kind: "k".repeat(40), version: BIG })),
    };
    const marks = streams.map(({ stream, epoch }) => ({ stream, epoch, hw: BIG, hwHash: HASH }));
    const times = { echoSentAtMs: 8.64e15, nowMs: 8.64e15 };
    const answer: CentreHello = { v: 1, marks, credit: 64, maxMessageBytes: 262_144, ...times };
    expect(stationHelloSchema.parse(hello)).toEqual(hello);
    expect(centreHelloSchema.parse(answer)).toEqual(answer);
    const longest = Math.max(...[hello, answer].map((one) => JSON.stringify(one).length));
    expect(longest).toBeLessThan(0.75 * MAX_MESSAGE_BYTES);
  });

  it("GW-8: that an older station sends with 2,000 epochs is still understood", async () => {
    const listed = await outboxOf("ev", 2_000).streams();
    const epochs = listed.map((one) => ({ ...one, stream: "ev", sentSeq: 0 }) as const);
    const hello = helloOf(epochs, { softwareVersion: "0.1.0", sentAtMs: 1, bundles: [] });
    expect(stationHelloSchema.parse(hello).streams).toHaveLength(2_000);
  });

  it("names the events alone on a station that measures nothing", async () => {
    const named = await listEpochs({ ev: outboxOf("ev", 2), tm: null }, logger);
    expect(named.map(({ stream }) => stream)).toEqual(["ev", "ev"]);
  });

  it("knows that unsent events may wait behind those for which it had room", async () => {
    const cut = { ev: outboxOf("ev", 1_200, upTo(1_200)), tm: outboxOf("tm", 9, upTo(9)) };
    expect(isListCut(await listEpochs(cut, logger))).toBe(true);
    const whole = { ev: outboxOf("ev", 999, upTo(999)), tm: outboxOf("tm", 9, upTo(9)) };
    expect(isListCut(await listEpochs(whole, logger))).toBe(false);
  });
});
