import type { ErrorCode } from "@gatehouse/protocols/error/error-table";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import { describe, expect, it } from "vitest";
import { ManualTime } from "./manual-time.ts";
import { type Connection, type ConnectionLoss, superviseDevice } from "./supervisor.ts";

/** A port whose openings follow a script; an opening beyond the script succeeds. */
function supervise(refusals: readonly ErrorCode[]) {
  const time = new ManualTime();
  const told: string[] = [];
  const sinceMs: number[] = [];
  const opened: { lose(loss: ConnectionLoss): void }[] = [];
  const left = [...refusals];
  let tries = 0;
  const supervisor = superviseDevice({
    async connect(): Promise<Connection> {
      tries += 1;
      const refusal = left.shift();
      if (refusal) throw new GatehouseError(refusal);
      const { promise, resolve } = Promise.withResolvers<ConnectionLoss>();
      opened.push({ lose: resolve });
      return { lost: promise, close: async () => resolve({ code: null, droppedBytes: 0 }) };
    },
    onState(state) {
      told.push(state.code === null ? state.state : `${state.state} ${state.code}`);
      sinceMs.push(state.sinceMs);
    },
    clock: time,
    timers: time,
    random: () => 1,
  });
  const lose = (code: ErrorCode, droppedBytes = 0) => opened.at(-1)?.lose({ code, droppedBytes });
  return { time, told, sinceMs, supervisor, lose, refuse: left, tries: () => tries };
}

describe("a device supervisor", () => {
  it("is ready as soon as the first opening succeeds", async () => {
    const { time, told, supervisor } = supervise([]);
    await time.advance(0);
    expect(told).toEqual(["connecting", "ready"]);
    await supervisor.close();
  });

  it("asks twice a second for an absent device and tells its absence once", async () => {
    const { time, told, supervisor, tries } = supervise(Array(20).fill("device.absent"));
    await time.advance(9_999);
    expect(tries()).toBe(20);
    expect(told).toEqual(["connecting", "lost device.absent"]);
    await time.advance(1);
    expect(told.at(-1)).toBe("ready");
    await supervisor.close();
  });

  it("waits longer and longer for a busy port, never more than 15 s", async () => {
    const { time, supervisor } = supervise(Array(9).fill("device.busy"));
    const waits: number[] = [];
    await time.advance(0);
    while (waits.length < 9) {
      const [waitMs = 0] = time.pendingMs;
      waits.push(waitMs);
      await time.advance(waitMs);
    }
    expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
    await supervisor.close();
  });

  it("starts from a short wait again after a connection that held for 30 s", async () => {
    const { time, lose, supervisor } = supervise(Array(5).fill("device.busy"));
    await time.advance(8_000);
    lose("device.disconnected");
    await time.advance(0);
    expect(time.pendingMs).toEqual([8_000]);
    await time.advance(8_000);
    await time.advance(30_000);
    lose("device.disconnected");
    await time.advance(0);
    expect(time.pendingMs).toEqual([250]);
    await supervisor.close();
  });

  it("tells a pulled plug once, with what it cost, though the port vanishes after it", async () => {
    const { time, told, lose, refuse, supervisor } = supervise([]);
    await time.advance(0);
    refuse.push("device.absent", "device.absent");
    lose("device.disconnected", 7);
    await time.advance(250);
    await time.advance(2_000);
    expect(told).toEqual(["connecting", "ready", "lost device.disconnected", "ready"]);
    await supervisor.close();
  });

  it("tells a new reason, but keeps the time since which the device is lost", async () => {
    const { time, told, sinceMs, supervisor } = supervise(["device.absent", "device.denied"]);
    await time.advance(500);
    expect(told).toEqual(["connecting", "lost device.absent", "lost device.denied"]);
    expect(sinceMs[2]).toBe(sinceMs[1]);
    await supervisor.close();
  });

  it("ends during a wait and during a connection, and may be closed twice", async () => {
    const waiting = supervise(["device.absent"]);
    await waiting.time.advance(0);
    await waiting.supervisor.close();
    expect(waiting.time.pendingMs).toEqual([]);
    const connected = supervise([]);
    await connected.time.advance(0);
    await connected.supervisor.close();
    await connected.supervisor.close();
    expect(connected.told).toEqual(["connecting", "ready"]);
  });
});
