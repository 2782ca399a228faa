import { EventEmitter } from "node:events";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { HOST_REFUSES, type HostKeeper, type HostProcess, keepHost } from "./host-keeper.ts";
import { createRestartDelay } from "./restart-delay.ts";

/** A port that remembers whether it was closed. */
class Port {
  isClosed = false;
  close(): void {
    this.isClosed = true;
  }
}

/** A host's process that does what a test says. */
class Host extends EventEmitter<{ exit: [number] }> implements HostProcess<Port> {
  readonly sent: string[] = [];
  readonly ports: Port[] = [];
  isKilled = false;
  postMessage({ type }: { readonly type: string }, transfer: Port[] = []): void {
    this.sent.push(type);
    this.ports.push(...transfer);
  }
  kill(): boolean {
    this.isKilled = true;
    this.emit("exit", 1);
    return true;
  }
}

let hosts: Host[];
let refusals: number;
let keeper: HostKeeper<Port>;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  hosts = [];
  refusals = 0;
  keeper = keepHost<Port>({
    fork() {
      const host = new Host();
      hosts.push(host);
      return host;
    },
    onRefusal: () => {
      refusals += 1;
    },
    logger: pino({ level: "silent" }),
  });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a kept host", () => {
  it("gets each window's port", () => {
    const port = new Port();
    keeper.attach(port);
    expect(hosts[0]).toMatchObject({ sent: ["window"], ports: [port] });
    expect(port.isClosed).toBe(false);
  });

  it("is started again after its death, and a window that asks meanwhile is told at once", () => {
    hosts[0]?.emit("exit", 139);
    const port = new Port();
    keeper.attach(port);
    expect(port.isClosed).toBe(true);
    vi.advanceTimersByTime(249);
    expect(hosts).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(hosts).toHaveLength(2);
    keeper.attach(new Port());
    expect(hosts[1]?.sent).toEqual(["window"]);
  });

  it("is not started again when it refuses to run", () => {
    hosts[0]?.emit("exit", HOST_REFUSES);
    vi.runAllTimers();
    expect([hosts.length, refusals]).toEqual([1, 1]);
  });

  it("is asked to stop, takes no more windows, and is not started again", async () => {
    const closing = Promise.all([keeper.close(), keeper.close()]);
    const port = new Port();
    keeper.attach(port);
    expect(port.isClosed).toBe(true);
    hosts[0]?.emit("exit", 0);
    await closing;
    vi.runAllTimers();
    expect(hosts.map(({ sent, isKilled }) => ({ sent, isKilled }))).toEqual([
      { sent: ["stop"], isKilled: false },
    ]);
  });

  it("that hangs while stopping is killed", async () => {
    const closing = keeper.close();
    vi.advanceTimersByTime(10_000);
    await closing;
    expect(hosts[0]?.isKilled).toBe(true);
  });

  it("that is dead when the shell ends stays dead", async () => {
    hosts[0]?.emit("exit", 1);
    await keeper.close();
    vi.runAllTimers();
    expect(hosts).toHaveLength(1);
  });
});

describe("the wait before a restart", () => {
  it("doubles up to fifteen seconds, and begins anew after a calm minute", () => {
    const delayAfter = createRestartDelay();
    const first = Array.from({ length: 9 }, (_, at) => delayAfter(at * 1_000));
    expect(first).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
    expect(delayAfter(8_000 + 75_001)).toBe(250);
  });
});
