import { quietView } from "@gatehouse/protocols/rpc/quiet-view";
import type { StationRouter } from "@gatehouse/protocols/rpc/station-router";
import type { StationView } from "@gatehouse/protocols/rpc/station-view";
import { createTRPCClient, createWSClient, wsLink } from "@trpc/client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import type { Latest } from "./latest.ts";
import { type LoopbackServer, startLoopbackServer } from "./loopback-server.ts";
import { openStation, signIn, testOptions } from "./loopback-test-station.ts";

let server: LoopbackServer;
let views: Latest<StationView>;
let cookie: string;
const opened: WebSocket[] = [];

beforeEach(async () => {
  const station = openStation();
  views = station.views;
  server = await startLoopbackServer({ ...testOptions(station.handlers), uiFolder: "/nowhere" });
  cookie = await signIn(server);
});

afterEach(async () => {
  for (const socket of opened.splice(0)) socket.terminate();
  await server.close();
});

describe("the screen's link", () => {
  it("carries views, calls and refusals", async () => {
    const link = createWSClient({ url: rpcUrl(), WebSocket: socketClass() });
    const client = createTRPCClient<StationRouter>({ links: [wsLink({ client: link })] });
    const seen: number[] = [];
    const watching = client.view.subscribe(undefined, { onData: ({ nowMs }) => seen.push(nowMs) });
    await vi.waitFor(() => expect(seen).toEqual([1]));
    views.publish(quietView(2));
    await vi.waitFor(() => expect(seen).toEqual([1, 2]));
    expect(await client.checkpoint.recordTyped.mutate({ payload: "good" })).toBe(true);
    await expect(client.checkpoint.recordTyped.mutate({ payload: "bad" })).rejects.toThrow(
      "scan.unreadable",
    );
    await expect(client.checkpoint.recordTyped.mutate({ payload: "" })).rejects.toMatchObject({
      data: { code: "BAD_REQUEST" },
    });
    await expect(client.room.undo.mutate({ eventId: "e" })).rejects.toThrow("post.other-role");
    await expect(client.duty.signIn.mutate({ who: "1001", pin: "12345" })).rejects.toMatchObject({
      data: { code: "BAD_REQUEST" },
    });
    watching.unsubscribe();
    await vi.waitFor(() => expect(views.readerCount()).toBe(0));
    await link.close();
  });

  it("ends its watch when the window goes", async () => {
    const socket = await connected();
    socket.send(subscribe);
    await vi.waitFor(() => expect(views.readerCount()).toBe(1));
    socket.terminate();
    await vi.waitFor(() => expect(views.readerCount()).toBe(0));
  });

  it("gives a window that hangs the newest view only, once it reads again", async () => {
    const socket = await connected();
    const seen: number[] = [];
    socket.on("message", (data) => seen.push(viewTimeOf(String(data))));
    socket.send(subscribe);
    await vi.waitFor(() => expect(seen).toContain(1));
    socket.pause();
    const place = { stationId: "st-test", siteName: "x".repeat(100_000), laneName: "" };
    for (let nowMs = 2; nowMs <= 1_000; nowMs += 1) {
      views.publish({ ...quietView(nowMs), place });
      await new Promise(setImmediate);
    }
    socket.resume();
    await vi.waitFor(() => expect(seen.at(-1)).toBe(1_000), { timeout: 20_000 });
    expect(seen.length).toBeLessThan(500);
  });
});

describe("an upgrade", () => {
  it.each([
    ["without a cookie", 401, () => ({ headers: { origin: server.url } })],
    ["from another origin", 403, () => ({ headers: { cookie, origin: "http://evil.example" } })],
    ["from another port", 403, () => ({ headers: { cookie, origin: "http://127.0.0.1:1" } })],
    ["without an origin", 403, () => ({ headers: { cookie } })],
    [
      "under another host name",
      421,
      () => ({ headers: { cookie, origin: server.url, host: "evil.example" } }),
    ],
  ])("%s is refused with %i", async (_what, status, options) => {
    expect(await refusalOf(rpcUrl(), options())).toBe(status);
  });

  it.each([
    ["/other", 404],
    ["/rpc/..", 404],
    ["/%zz", 400],
  ])("of %s is refused with %i", async (path, status) => {
    const url = server.url.replace("http", "ws") + path;
    expect(await refusalOf(url, { headers: { cookie, origin: server.url } })).toBe(status);
  });

  it("is refused once eight windows are there, until one leaves", async () => {
    const windows = await Promise.all(Array.from({ length: 8 }, connected));
    const options = { headers: { cookie, origin: server.url } };
    expect(await refusalOf(rpcUrl(), options)).toBe(503);
    windows[0]?.close();
    await vi.waitFor(async () => expect(await refusalOf(rpcUrl(), options)).toBeNull());
  });
});

describe("a bad frame", () => {
  it.each([
    ["text that is no JSON", "{"],
    ["a call without an id", '{"method":"query","params":{"path":"view"}}'],
    ["an unknown call", '{"id":1,"method":"query","params":{"path":"__proto__"}}'],
    ["bytes", Buffer.from([0xff, 0x00])],
    ["null", "null"],
    ["too many calls at once", JSON.stringify(Array.from({ length: 400 }, (_, id) => ({ id })))],
  ])("with %s leaves the server working", async (_what, frame) => {
    const socket = await connected();
    const answered = new Promise((resolve) => socket.once("message", resolve));
    socket.send(frame);
    expect(String(await answered)).toContain("error");
    await connected();
  });

  it("of more than 64 KiB ends that window's link only", async () => {
    const socket = await connected();
    const other = await connected();
    const closed = new Promise((resolve) => socket.once("close", resolve));
    socket.send("x".repeat(64 * 1_024 + 1));
    expect(await closed).toBe(1_009);
    expect(other.readyState).toBe(WebSocket.OPEN);
  });
});

const subscribe = JSON.stringify({
  id: 1,
  method: "subscription",
  params: { path: "view" },
});

function rpcUrl(): string {
  return `${server.url.replace("http", "ws")}/rpc`;
}

function socketClass() {
  const options = { headers: { cookie, origin: server.url } };
  return class extends WebSocket {
    constructor(url: string) {
      super(url, options);
    }
  } as unknown as typeof globalThis.WebSocket;
}

async function connected(): Promise<WebSocket> {
  const socket = new WebSocket(rpcUrl(), { headers: { cookie, origin: server.url } });
  opened.push(socket);
  await new Promise((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
  });
  return socket;
}

/** Status of the refusal, null when let in. */
function refusalOf(url: string, options: { headers: Record<string, string> }) {
  const socket = new WebSocket(url, options);
  opened.push(socket);
  return new Promise<number | null>((resolve, reject) => {
    socket.once("open", () => resolve(null));
    socket.once("error", reject);
    socket.once("unexpected-response", (_request, response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
  });
}

function viewTimeOf(frame: string): number {
  const { result } = JSON.parse(frame) as { result?: { data?: StationView } };
  return result?.data?.nowMs ?? 0;
}
