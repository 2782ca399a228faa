import { MemoryDevice } from "@gatehouse/firmware-bridge/transport/memory-transport";
import { describeTransport } from "./transport-suite.ts";

describeTransport("a memory transport", async () => {
  const received: number[] = [];
  const device = new MemoryDevice({
    id: "memory",
    onReceive: (bytes) => received.push(...bytes),
  });
  return {
    openTransport: () => device.openTransport(),
    send: (bytes) => device.send(bytes),
    received: () => Uint8Array.from(received),
    stall: () => device.stall(),
    unplug: async () => device.unplug(),
    plug: async () => device.plug(),
    close: async () => undefined,
  };
});
