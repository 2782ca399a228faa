import type { ErrorCode } from "@gatehouse/protocols/error/error-table";
import { describe, expect, it } from "vitest";
import type { DeviceState } from "../device/supervisor.ts";
import { ProbeHealth } from "./probe-health.ts";

const NONE = "device.no-answer";
const BAD = "device.bad-answer";

function port(state: DeviceState["state"], code: ErrorCode | null = null): DeviceState {
  return { state, code, sinceMs: 0, droppedBytes: 0 };
}

/** A probe whose clock goes on by one with each state told. */
function watch() {
  const told: string[] = [];
  let nowMs = 100;
  const health = new ProbeHealth(
    () => nowMs,
    ({ state, code, sinceMs }) => {
      told.push(`${state}${code ? ` ${code}` : ""} since ${sinceMs}`);
      nowMs += 1;
    },
  );
  health.portChanged(port("connecting"));
  health.portChanged(port("ready"));
  return { health, told };
}

describe("a probe on a shared wire", () => {
  it("is connecting while only its port is open, and ready with its first good answer", () => {
    const { health, told } = watch();
    expect(told).toEqual(["connecting since 100"]);
    health.answered();
    health.answered();
    expect(told).toEqual(["connecting since 100", "ready since 101"]);
  });

  it("is lost by three misses in a row, not by three with an answer between", () => {
    const { health, told } = watch();
    for (const code of [NONE, BAD] as const) {
      health.missed(code);
      health.missed(code);
      health.answered();
    }
    expect(told.at(-1)).toBe("ready since 101");
    for (let n = 0; n < 3; n += 1) health.missed(NONE);
    expect(told.at(-1)).toBe("lost device.no-answer since 102");
    health.answered();
    expect(told.at(-1)).toBe("ready since 103");
  });

  it("gets another reason only by three misses of that kind, and keeps its time", () => {
    const { health, told } = watch();
    for (const code of [NONE, NONE, NONE, BAD, NONE, BAD, BAD] as const) health.missed(code);
    expect(told.at(-1)).toBe("lost device.no-answer since 101");
    health.missed(BAD);
    expect(told.at(-1)).toBe("lost device.bad-answer since 101");
  });

  it("goes with its port, and is not back when only the port is", () => {
    const { health, told } = watch();
    health.answered();
    health.missed(NONE);
    health.missed(NONE);
    health.portChanged(port("lost", "device.disconnected"));
    health.portChanged(port("ready"));
    health.missed(NONE);
    health.missed(NONE);
    expect(told.at(-1)).toBe("lost device.disconnected since 102");
    health.missed(NONE);
    expect(told.at(-1)).toBe("lost device.no-answer since 102");
  });
});
