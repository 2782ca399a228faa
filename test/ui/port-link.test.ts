import { MessageChannel, type MessagePort } from "node:worker_threads";
import { fail, ok } from "@gatehouse/protocols/result";
import type { StationHandlers } from "@gatehouse/protocols/rpc/station-handlers";
import type { StationView } from "@gatehouse/protocols/rpc/station-view";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createLatest, type Latest } from "../../desktop/host/rpc/latest.ts";
import type { WindowPort } from "../../desktop/host/rpc/port-peer.ts";
import { openPortScreen, type PortScreen } from "../../desktop/host/rpc/port-screen.ts";
import { createShellBridge } from "../../desktop/shell/electron/shell-bridge.ts";
import { createStationClient, type StationClient } from "../../desktop/ui/link/station-client.ts";
import { stationSocket } from "../../desktop/ui/link/station-socket.ts";
import { scriptedDuty } from "./scripted-acts.ts";
import { viewOf } from "./station-views.ts";

let views: Latest<StationView>;
let screen: PortScreen | null;
/** The host's ends, newest last. */
let ports: MessagePort[];
let client: StationClient;
let stopWatching: (() => void) | undefined;
let acts: string[];
/** The host takes an act and never answers. */
let isSilent: boolean;
/** What the screen was told: the times of views, and losses. */
let told: (number | "lost")[];

const handlers: StationHandlers = {
  watch: (stop) => views.watch(stop),
  duty: scriptedDuty(async () => ok(true)),
  post: () => ({
    role: "checkpoint",
    recordTyped: async (payload) => {
      acts.push(payload);
      if (isSilent) await new Promise(() => undefined);
      return payload === "good" ? ok(true) : fail("scan.unreadable");
    },
    undo: async () => ok(true),
  }),
};

/** Node's ports hand over the value, Electron's an event that holds it. */
function asWindowPort(port: MessagePort): WindowPort {
  return {
    on(event: "message" | "close", listener: (event: { readonly data: unknown }) => void) {
      return port.on(event, (data: unknown) => listener({ data }));
    },
    postMessage: (text) => port.postMessage(text),
    start: () => port.start(),
    close: () => port.close(),
  };
}

const gatehouse = createShellBridge<MessagePort>(
  () => new MessageChannel(),
  (port) => {
    ports.push(port);
    if (screen) screen.attach(asWindowPort(port));
    else port.close();
  },
);
const socket = stationSocket({ location: { protocol: "gh:", host: "station" }, gatehouse });
const openScreen = () => openPortScreen(handlers, pino({ level: "silent" }));

beforeEach(() => {
  views = createLatest(viewOf({ nowMs: 1 }));
  ports = [];
  screen = openScreen();
  client = createStationClient(socket);
  told = [];
  acts = [];
  isSilent = false;
});
afterEach(async () => {
  stopWatching?.();
  await client.close();
  screen?.close();
});

async function watch(): Promise<void> {
  stopWatching = client.watch({
    onView: ({ nowMs }) => told.push(nowMs),
    onLost: () => told.push("lost"),
  });
  await vi.waitFor(() => expect(told).toEqual([1]));
}

describe("the link over a message port", () => {
  it("carries views, calls and refusals", async () => {
    await watch();
    views.publish(viewOf({ nowMs: 2 }));
    await vi.waitFor(() => expect(told).toEqual([1, 2]));
    expect(await client.checkpoint.recordTyped("good")).toEqual({ kind: "done" });
    expect(await client.checkpoint.undo("x")).toEqual({ kind: "done" });
    expect(await client.checkpoint.recordTyped("bad")).toEqual({
      kind: "refused",
      code: "scan.unreadable",
    });
    expect(await client.checkpoint.recordTyped("")).toEqual({
      kind: "refused",
      code: "event.invalid",
    });
    expect(ports).toHaveLength(1);
  });

  it("says that the host is lost when the port is cut, and comes back with the newest view", async () => {
    await watch();
    ports[0]?.close();
    views.publish(viewOf({ nowMs: 2 }));
    await vi.waitFor(() => expect(told).toEqual([1, "lost", 2]), { timeout: 5_000 });
    expect(ports).toHaveLength(2);
    await vi.waitFor(() => expect(views.readerCount()).toBe(1));
  });

  it("comes back after the host was away for some attempts", async () => {
    await watch();
    screen?.close();
    screen = null;
    await vi.waitFor(() => expect(ports.length).toBeGreaterThan(3), { timeout: 10_000 });
    views.publish(viewOf({ nowMs: 2 }));
    screen = openScreen();
    await vi.waitFor(() => expect(told.at(-1)).toBe(2), { timeout: 5_000 });
    expect(new Set(told)).toEqual(new Set([1, "lost", 2]));
  });

  it("leaves an act without an answer when the port is cut in the middle", async () => {
    isSilent = true;
    await watch();
    const outcome = client.checkpoint.recordTyped("good");
    await vi.waitFor(() => expect(acts).toEqual(["good"]));
    ports[0]?.close();
    expect(await outcome).toEqual({ kind: "unknown" });
    await vi.waitFor(() => expect(told.at(-1)).toBe(1), { timeout: 5_000 });
    expect(acts).toEqual(["good"]);
  });
});

describe("a port", () => {
  /** The window's end of a port that was attached by hand. */
  function attach(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    screen?.attach(asWindowPort(port2));
    return port1;
  }
  const subscribe = '{"id":1,"method":"subscription","params":{"path":"view"}}';
  const closed = (port: MessagePort) => new Promise((resolve) => port.once("close", resolve));

  it("that brings its first call at once, when it is started, is answered", async () => {
    const answers: string[] = [];
    const listeners: ((event: { readonly data: unknown }) => void)[] = [];
    screen?.attach({
      on: (event: string, listener: (event: { readonly data: unknown }) => void) => {
        if (event === "message") listeners.push(listener);
      },
      postMessage: (text) => answers.push(text),
      start: () => {
        for (const listener of listeners) listener({ data: subscribe });
      },
      close: () => undefined,
    });
    await vi.waitFor(() => expect(answers.join()).toContain("nowMs"));
  });

  it("whose window goes ends its watch", async () => {
    const port = attach();
    port.postMessage(subscribe);
    await vi.waitFor(() => expect(views.readerCount()).toBe(1));
    port.close();
    await vi.waitFor(() => expect(views.readerCount()).toBe(0));
  });

  it("whose window takes nothing gets no second view, and then the newest", async () => {
    const port = attach();
    const texts: string[] = [];
    port.on("message", (text: string) => texts.push(text));
    port.postMessage(subscribe);
    await vi.waitFor(() => expect(texts).toContain("PING"));
    for (let nowMs = 2; nowMs <= 200; nowMs += 1) {
      views.publish(viewOf({ nowMs }));
      await new Promise(setImmediate);
    }
    const times = () => texts.flatMap((text) => /"nowMs":(\d+)/.exec(text)?.[1] ?? []);
    expect(times()).toEqual(["1"]);
    port.postMessage("PONG");
    await vi.waitFor(() => expect(times()).toEqual(["1", "200"]));
    port.close();
  });

  it.each([
    ["what is no text", { id: 1 }],
    ["bytes", new Uint8Array(3)],
    ["more than 64 KiB", "x".repeat(64 * 1_024 + 1)],
  ])("that brings %s is closed", async (_what, message) => {
    const port = attach();
    const gone = closed(port);
    port.postMessage(message);
    await gone;
  });

  it.each(["{", "null", '{"id":1,"method":"query","params":{"path":"__proto__"}}'])(
    "that brings %j is answered with an error and goes on",
    async (text) => {
      const port = attach();
      const texts: string[] = [];
      port.on("message", (one: string) => texts.push(one));
      port.postMessage(text);
      await vi.waitFor(() => expect(texts.join()).toContain("error"));
      port.postMessage("PING");
      await vi.waitFor(() => expect(texts).toContain("PONG"));
      port.close();
    },
  );

  it("more than eight costs the oldest", async () => {
    const oldest = closed(attach());
    const others = Array.from({ length: 8 }, attach);
    await oldest;
    for (const port of others) port.close();
  });
});
