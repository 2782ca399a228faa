import { encodeReadRequest, type ReadRequest } from "@gatehouse/protocols/modbus/rtu-frame";
import { describe, expect, it } from "vitest";
import { ManualTime } from "../device/manual-time.ts";
import { MemoryDevice } from "../transport/memory-transport.ts";
import { OwedReplies } from "./owed-replies.ts";
import { type RtuAnswer, RtuBus } from "./rtu-bus.ts";

const BOTH: ReadRequest = { address: 1, firstRegister: 1, count: 2 };
const WARM = Buffer.from("010404013102222ace", "hex");
const SILENCE_MS = 5;
/** 500 ms to think, and 17 characters on the wire at 9600. */
const DEADLINE_MS = 520;

/** A bus whose far end is the test; `heard` are the requests that reached it. */
async function connect() {
  const time = new ManualTime();
  const heard: { hex: string; atMs: number }[] = [];
  const device = new MemoryDevice({
    id: "wire",
    timers: time,
    onReceive: (bytes) =>
      heard.push({ hex: Buffer.from(bytes).toString("hex"), atMs: time.monotonicMs() }),
  });
  const transport = device.openTransport();
  const owed = new OwedReplies();
  const bus = new RtuBus({ transport, baudRate: 9_600, owed, clock: time, timers: time });
  await transport.open(new AbortController().signal);
  return { time, heard, device, transport, bus };
}

function shown({ reply }: RtuAnswer): string {
  return reply.ok ? reply.value.join(" ") : reply.reason;
}

describe("an RTU bus", () => {
  it("asks and gives the registers with the time of their last byte", async () => {
    const { time, heard, device, bus } = await connect();
    const asking = bus.ask(BOTH);
    await time.advance(30);
    expect(heard.map(({ hex }) => hex)).toEqual([
      Buffer.from(encodeReadRequest(BOTH)).toString("hex"),
    ]);
    device.send(WARM.subarray(0, 5));
    await time.advance(30);
    device.send(WARM.subarray(5));
    const answer = await asking;
    expect(shown(answer)).toBe("305 546");
    expect(answer.atMs).toBe(time.monotonicMs());
    expect(time.pendingMs).toEqual([]);
  });

  it("gives up on a silent device, and says what came instead of an answer", async () => {
    const { time, device, bus } = await connect();
    const silent = bus.ask(BOTH);
    await time.advance(DEADLINE_MS);
    expect(shown(await silent)).toBe("silent");
    await time.advance(3_000);
    const cut = bus.ask(BOTH);
    await time.advance(100);
    device.send(WARM.subarray(0, 8));
    await time.advance(DEADLINE_MS);
    expect(shown(await cut)).toBe("truncated");
  });

  it("carries one request at a time", async () => {
    const { time, bus } = await connect();
    const first = bus.ask(BOTH);
    await expect(bus.ask(BOTH)).rejects.toThrow("one request at a time");
    await time.advance(DEADLINE_MS);
    await first;
  });

  it("leaves 3.5 characters of silence after the last byte, whoever sent it", async () => {
    const { time, heard, device, bus } = await connect();
    device.send(Buffer.from("noise"));
    const lastByteMs = time.monotonicMs();
    const asking = bus.ask(BOTH);
    await time.advance(3);
    expect(heard).toEqual([]);
    await time.advance(SILENCE_MS);
    expect(heard.map(({ atMs }) => atMs - lastByteMs)).toEqual([SILENCE_MS]);
    await time.advance(DEADLINE_MS);
    await asking;
  });

  it("drops what arrives while nothing is asked", async () => {
    const { time, device, bus } = await connect();
    device.send(WARM);
    const asking = bus.ask(BOTH);
    await time.advance(DEADLINE_MS + SILENCE_MS);
    expect(shown(await asking)).toBe("silent");
  });

  it("does not wait for ever on a wire that is never silent", async () => {
    const { time, heard, device, bus } = await connect();
    device.send(Uint8Array.of(0));
    const asking = bus.ask(BOTH);
    for (let n = 0; n < 300; n += 1) {
      await time.advance(2);
      device.send(Uint8Array.of(0));
    }
    expect(shown(await asking)).toBe("wire-busy");
    expect(heard).toEqual([]);
  });

  it("does not take its own hold-up for the device's silence", async () => {
    const { time, device, bus } = await connect();
    const asking = bus.ask(BOTH);
    await time.advance(0);
    await time.stallFor(5_000);
    device.send(WARM);
    expect(shown(await asking)).toBe("305 546");
  });

  it("says after a hold-up that nothing came once that is sure", async () => {
    const { time, bus } = await connect();
    const asking = bus.ask(BOTH);
    await time.advance(0);
    await time.stallFor(5_000);
    await time.advance(20);
    expect(shown(await asking)).toBe("silent");
  });

  it("fails at once when the plug is pulled, during a wait for silence or for an answer", async () => {
    const answering = await connect();
    const asking = answering.bus.ask(BOTH);
    await answering.time.advance(10);
    answering.device.unplug();
    await expect(asking).rejects.toMatchObject({ code: "device.disconnected" });
    expect(answering.time.pendingMs).toEqual([]);
    const waiting = await connect();
    waiting.device.send(Uint8Array.of(0));
    const asked = waiting.bus.ask(BOTH);
    waiting.device.unplug();
    await expect(asked).rejects.toMatchObject({ code: "device.disconnected" });
    expect(waiting.time.pendingMs).toEqual([]);
  });

  it("fails when the port takes no more bytes", async () => {
    const { time, device, bus } = await connect();
    device.stall();
    const failing = expect(bus.ask(BOTH)).rejects.toMatchObject({ code: "device.write-timeout" });
    await time.advance(1_000);
    await failing;
    expect(time.pendingMs).toEqual([]);
  });
});
