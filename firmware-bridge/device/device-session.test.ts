import type { LineOutput } from "@gatehouse/protocols/scan/line-framer";
import { describe, expect, it } from "vitest";
import { MemoryDevice } from "../transport/memory-transport.ts";
import { openDeviceSession } from "./device-session.ts";
import { ManualTime } from "./manual-time.ts";

async function connect() {
  const time = new ManualTime();
  const device = new MemoryDevice({ id: "memory", timers: time });
  const heard: { output: LineOutput; atMs: number }[] = [];
  const session = await openDeviceSession(
    {
      transport: device.openTransport(),
      clock: time,
      timers: time,
      onOutput: (output, atMs) => heard.push({ output, atMs }),
    },
    new AbortController().signal,
  );
  const shown = () =>
    heard.map(({ output }) =>
      output.kind === "line"
        ? `${output.terminator}:${Buffer.from(output.bytes).toString()}`
        : `${output.reason}:${output.droppedBytes}`,
    );
  const send = (text: string) => device.send(Buffer.from(text));
  return { time, device, session, heard, shown, send };
}

describe("a device session", () => {
  it("gives lines with the time of their last byte", async () => {
    const { time, send, heard, shown, session } = await connect();
    const startMs = time.monotonicMs();
    send("AB");
    await time.advance(30);
    send("C\r");
    expect(shown()).toEqual(["suffix:ABC"]);
    expect(heard[0]?.atMs).toBe(startMs + 30);
    await session.close();
  });

  it("ends a line after 60 ms of silence when there is no suffix, timed at its last byte", async () => {
    const { time, send, heard, shown, session } = await connect();
    const startMs = time.monotonicMs();
    send("ABC");
    await time.advance(59);
    expect(shown()).toEqual([]);
    await time.advance(1);
    expect(shown()).toEqual(["idle:ABC"]);
    expect(heard[0]?.atMs).toBe(startMs);
    await session.close();
  });

  it("does not take its own hold-up for silence of the scanner", async () => {
    const { time, send, shown, session } = await connect();
    send("AB");
    await time.stallFor(700);
    send("C");
    await time.advance(60);
    expect(shown()).toEqual(["idle:ABC"]);
    await session.close();
  });

  it("gives a line after a hold-up once the silence is real", async () => {
    const { time, send, shown, session } = await connect();
    send("ABC");
    await time.stallFor(700);
    expect(shown()).toEqual([]);
    await time.advance(20);
    expect(shown()).toEqual(["idle:ABC"]);
    await session.close();
  });

  it("counts what a pulled plug cost and leaves no timer behind", async () => {
    const { time, device, send, shown, session } = await connect();
    send("ABC\rDEFG");
    device.unplug();
    expect(await session.lost).toEqual({ code: "device.disconnected", droppedBytes: 4 });
    expect(shown()).toEqual(["suffix:ABC"]);
    expect(time.pendingMs).toEqual([]);
    await session.close();
  });

  it("leaves the port free when opening fails", async () => {
    const device = new MemoryDevice({ id: "memory" });
    device.unplug();
    const time = new ManualTime();
    const options = { clock: time, timers: time, onOutput: () => undefined };
    const { signal } = new AbortController();
    await expect(
      openDeviceSession({ ...options, transport: device.openTransport() }, signal),
    ).rejects.toMatchObject({ code: "device.absent" });
    device.plug();
    const session = await openDeviceSession(
      { ...options, transport: device.openTransport() },
      signal,
    );
    await session.close();
    expect(await session.lost).toEqual({ code: null, droppedBytes: 0 });
  });
});
