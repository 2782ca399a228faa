import { describe, expect, it } from "vitest";
import { ManualTime } from "../device/manual-time.ts";
import { OwedReplies } from "../modbus/owed-replies.ts";
import { RequestFinder, RtuSlave } from "../simulator/rtu-slave.ts";
import { MemoryDevice } from "../transport/memory-transport.ts";
import { openProbeSession, type WiredProbe } from "./probe-session.ts";

/** A wire with a slave at each of `addresses` and a session that polls `probes`. */
async function connect(probes: readonly WiredProbe[], addresses: readonly number[]) {
  const time = new ManualTime(0);
  const polled: string[] = [];
  const finder = new RequestFinder();
  const slaves = addresses.map(
    (address) => new RtuSlave(address, () => ({ temperatureC: 20, humidityPct: 50 })),
  );
  const device = new MemoryDevice({
    id: "wire",
    timers: time,
    onReceive(bytes) {
      for (const request of finder.push(bytes)) {
        const answers = slaves.map((slave) => slave.answer(request));
        for (const answer of answers) if (answer) time.after(10, () => device.send(answer));
      }
    },
  });
  const session = await openProbeSession(
    {
      transport: device.openTransport(),
      baudRate: 9_600,
      probes,
      owed: new OwedReplies(),
      clock: time,
      timers: time,
      onAnswer: ({ address }, { reply, atMs }) =>
        polled.push(`${address} ${reply.ok ? "ok" : reply.reason} ${atMs}`),
    },
    new AbortController().signal,
  );
  return { time, device, session, polled };
}

describe("a session with probes", () => {
  it("polls each at its own pace from when it was due", async () => {
    const { time, session, polled } = await connect(
      [
        { address: 1, pollMs: 1_000 },
        { address: 2, pollMs: 2_000 },
      ],
      [1, 2],
    );
    await time.advance(2_500);
    expect(polled).toEqual(["1 ok 10", "2 ok 25", "1 ok 1010", "1 ok 2010", "2 ok 2025"]);
    await session.close();
    expect(time.pendingMs).toEqual([]);
  });

  it("lets a silent one wait until its answer can no longer come, and others go on", async () => {
    const { time, session, polled } = await connect(
      [
        { address: 1, pollMs: 1_000 },
        { address: 2, pollMs: 1_000 },
      ],
      [2],
    );
    await time.advance(2_990);
    expect(polled).toEqual(["1 silent 520", "2 ok 530", "2 ok 1010", "2 ok 2010"]);
    await time.advance(600);
    expect(polled.slice(4)).toEqual(["1 silent 3520", "2 ok 3530"]);
    await session.close();
  });

  it("ends with the reason when the plug is pulled during an answer, and leaves no timer", async () => {
    const { time, device, session, polled } = await connect([{ address: 1, pollMs: 1_000 }], []);
    await time.advance(100);
    device.unplug();
    expect(await session.lost).toEqual({ code: "device.disconnected", droppedBytes: 0 });
    await session.close();
    expect(polled).toEqual([]);
    expect(time.pendingMs).toEqual([]);
  });

  it("ends with the reason when the port takes no more bytes", async () => {
    const { time, device, session } = await connect([{ address: 1, pollMs: 1_000 }], [1]);
    await time.advance(500);
    device.stall();
    await time.advance(2_000);
    expect(await session.lost).toEqual({ code: "device.write-timeout", droppedBytes: 0 });
    await session.close();
  });

  it("ends when it is closed, during an answer and between two polls", async () => {
    for (const atMs of [5, 500]) {
      const { time, session } = await connect([{ address: 1, pollMs: 1_000 }], [1]);
      await time.advance(atMs);
      await session.close();
      expect(await session.lost).toEqual({ code: null, droppedBytes: 0 });
      await time.advance(20);
      expect(time.pendingMs).toEqual([]);
    }
  });

  it("leaves the port free when opening fails", async () => {
    const device = new MemoryDevice({ id: "wire" });
    device.unplug();
    const time = new ManualTime();
    const opening = openProbeSession(
      {
        transport: device.openTransport(),
        baudRate: 9_600,
        probes: [],
        owed: new OwedReplies(),
        clock: time,
        timers: time,
        onAnswer: () => undefined,
      },
      new AbortController().signal,
    );
    await expect(opening).rejects.toMatchObject({ code: "device.absent" });
  });
});
