import type { ReadRequest } from "@gatehouse/protocols/modbus/rtu-frame";
import { describe, expect, it } from "vitest";
import { ManualTime } from "../device/manual-time.ts";
import { seededRandom } from "../simulator/invented-codes.ts";
import { RequestFinder, RtuSlave } from "../simulator/rtu-slave.ts";
import { MemoryDevice } from "../transport/memory-transport.ts";
import { OwedReplies } from "./owed-replies.ts";
import { RtuBus } from "./rtu-bus.ts";

const BOTH: ReadRequest = { address: 1, firstRegister: 1, count: 2 };

/** What becomes of one answer: how long the device thinks, and what the wire does to it. */
interface Fate {
  readonly thinkMs: number;
  readonly harm: "none" | "lost" | "flipped" | "cut";
}

/**
 * A device that answers by its fates in turn and then promptly; what it measures is how many
 * requests it has heard.
 */
function plugIn(fates: readonly Fate[]) {
  const time = new ManualTime();
  const finder = new RequestFinder();
  const left = [...fates];
  let heard = 0;
  const slave = new RtuSlave(1, () => ({ temperatureC: heard / 10, humidityPct: 50 }));
  const device = new MemoryDevice({
    id: "wire",
    timers: time,
    onReceive(bytes) {
      for (const request of finder.push(bytes)) {
        heard += 1;
        const { thinkMs, harm } = left.shift() ?? { thinkMs: 10, harm: "none" };
        const answer = slave.answer(request);
        time.after(thinkMs, () => answer && device.send(harmed(answer, harm)));
      }
    },
  });
  return { time, device, owed: new OwedReplies(), heard: () => heard };
}

type Wire = ReturnType<typeof plugIn>;

function harmed(answer: Buffer, harm: Fate["harm"]): Uint8Array {
  if (harm === "lost") return new Uint8Array();
  if (harm === "cut") return answer.subarray(0, 6);
  return harm === "none" ? answer : answer.map((byte, at) => (at === 3 ? byte ^ 0x10 : byte));
}

async function connect({ device, owed, time }: Wire): Promise<RtuBus> {
  const transport = device.openTransport();
  const bus = new RtuBus({ transport, baudRate: 9_600, owed, clock: time, timers: time });
  await transport.open(new AbortController().signal);
  return bus;
}

/** One request, with time going on until it is over. @returns the number measured, or the reason */
async function askOnce(time: ManualTime, bus: RtuBus): Promise<number | string> {
  let result: number | string | null = null;
  const asking = bus.ask(BOTH).then(({ reply }) => {
    result = reply.ok ? (reply.value[0] ?? null) : reply.reason;
  });
  while (result === null) await time.advance(5);
  await asking;
  return result;
}

function drawFate(random: () => number): Fate {
  const harms = ["none", "none", "none", "lost", "flipped", "cut"] as const;
  const thinkMs = random() < 0.5 ? 100 * random() : 400 + 2_550 * random();
  return { thinkMs, harm: harms[Math.floor(random() * harms.length)] ?? "none" };
}

describe("a late reply", () => {
  it("is never taken for the next one: its device is asked nothing until it cannot come", async () => {
    const wire = plugIn([{ thinkMs: 2_900, harm: "none" }]);
    const bus = await connect(wire);
    const sentMs = wire.time.monotonicMs();
    expect(await askOnce(wire.time, bus)).toBe("silent");
    while (wire.time.monotonicMs() < sentMs + 2_990) {
      expect(await askOnce(wire.time, bus)).toBe("reply-owed");
      await wire.time.advance(10);
    }
    await wire.time.advance(20);
    expect(await askOnce(wire.time, bus)).toBe(2);
  });

  it("is owed beyond the connection that it was asked on", async () => {
    const wire = plugIn([{ thinkMs: 900, harm: "none" }]);
    expect(await askOnce(wire.time, await connect(wire))).toBe("silent");
    wire.device.unplug();
    wire.device.plug();
    expect(await askOnce(wire.time, await connect(wire))).toBe("reply-owed");
  });

  it("does not hold up the other devices on the wire", async () => {
    const wire = plugIn([{ thinkMs: 900, harm: "none" }]);
    const bus = await connect(wire);
    expect(await askOnce(wire.time, bus)).toBe("silent");
    expect(wire.owed.askableAtMs(2)).toBe(Number.NEGATIVE_INFINITY);
    const other = bus.ask({ ...BOTH, address: 2 });
    await wire.time.advance(600);
    expect((await other).reply).toMatchObject({ reason: "foreign-address" });
  });

  it.each(Array.from({ length: 60 }, (_, seed) => seed + 1))(
    "is never an old measurement as a new one, whatever else the wire does to it (seed %i)",
    async (seed) => {
      const random = seededRandom(seed);
      const wire = plugIn(Array.from({ length: 15 }, () => drawFate(random)));
      const bus = await connect(wire);
      let measured = 0;
      for (let poll = 0; poll < 100; poll += 1) {
        const result = await askOnce(wire.time, bus);
        if (typeof result === "number") {
          expect(result).toBe(wire.heard());
          measured += 1;
        }
        await wire.time.advance(1_500 * random());
      }
      expect(measured).toBeGreaterThan(0);
    },
  );
});
