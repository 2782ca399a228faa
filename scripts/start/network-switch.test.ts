import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type NetworkSwitch, startNetworkSwitch } from "./network-switch.ts";

let echo: Server;
let network: NetworkSwitch;

beforeEach(async () => {
  echo = createServer((socket) => socket.pipe(socket).on("error", () => socket.destroy()));
  await once(echo.listen(0, "127.0.0.1"), "listening");
  network = await startNetworkSwitch(() => portOf(echo));
});
afterEach(async () => {
  await network.close();
  await new Promise((resolve) => echo.close(resolve));
});

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no TCP address");
  return address.port;
}

async function dial(): Promise<Socket> {
  const socket = connect(network.port, "127.0.0.1");
  socket.on("error", () => undefined);
  await once(socket, "connect");
  return socket;
}

async function answerTo(socket: Socket, text: string): Promise<string> {
  socket.write(text);
  const [bytes] = await once(socket, "data");
  return String(bytes);
}

/** Waits for a connection's end, by an error or not. */
async function closed(socket: Socket): Promise<void> {
  socket.on("error", () => undefined);
  await new Promise((resolve) => socket.once("close", resolve));
}

describe("the demonstration's network cable", () => {
  it("carries bytes both ways", async () => {
    expect(await answerTo(await dial(), "ping")).toBe("ping");
  });

  it("ends what is connected when it is cut, and lets nobody through until it is restored", async () => {
    const before = await dial();
    await answerTo(before, "ping");
    network.cut();
    await closed(before);
    await closed(connect(network.port, "127.0.0.1"));
    expect(network.isCut()).toBe(true);
    network.restore();
    expect(await answerTo(await dial(), "again")).toBe("again");
  });

  it("ends the near side when the far side goes", async () => {
    const far = once(echo, "connection");
    const near = await dial();
    const [socket] = (await far) as [Socket];
    socket.destroy();
    await closed(near);
    expect(near.destroyed).toBe(true);
  });
});
