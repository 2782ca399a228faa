import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PtyCable } from "@gatehouse/firmware-bridge/simulator/pty-cable";
import { createSerialTransport } from "@gatehouse/firmware-bridge/transport/serial-transport";
import { describeTransport } from "./transport-suite.ts";

describeTransport("a serial transport on a pty", async () => {
  const folder = await mkdtemp(join(tmpdir(), "gatehouse-serial-"));
  const path = join(folder, "port");
  const received: number[] = [];
  const cable = new PtyCable({ link: path, onReceive: (bytes) => received.push(...bytes) });
  await cable.plug();
  return {
    openTransport: () => createSerialTransport({ path, baudRate: 115_200 }),
    send: (bytes) => void cable.send(bytes),
    received: () => Uint8Array.from(received),
    stall: () => cable.stall(),
    unplug: () => cable.unplug(),
    plug: () => cable.plug(),
    async close() {
      await cable.close();
      await rm(folder, { recursive: true });
    },
  };
});
