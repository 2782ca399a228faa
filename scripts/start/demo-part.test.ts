import { once } from "node:events";
import { createServer } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { freePortsFrom } from "./demo-part.ts";

/** A loopback port that somebody holds until the test ends. */
async function heldPort(): Promise<number> {
  const server = createServer();
  onTestFinished(() => void server.close());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}

it("gives each of several programs a port of its own when the first one is held", async () => {
  const held = await heldPort();
  const ports = await freePortsFrom([held, held + 1, held + 2]);
  expect(new Set(ports).size).toBe(3);
  expect(ports).not.toContain(held);
  expect(ports.every((port) => port > held)).toBe(true);
});
