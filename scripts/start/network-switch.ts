import { createConnection, createServer, type Socket } from "node:net";

/** A cable between a station and the centre that can be pulled and put back. */
export interface NetworkSwitch {
  /** Loopback port on this side of the cable. */
  readonly port: number;
  isCut(): boolean;
  cut(): void;
  restore(): void;
  close(): Promise<void>;
}

/** Relays a loopback port to the port that `targetPort` says when a connection comes. */
export async function startNetworkSwitch(targetPort: () => number): Promise<NetworkSwitch> {
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer({ noDelay: true }, (near) => {
    if (isCut) return void near.resetAndDestroy();
    const far = createConnection({ host: "127.0.0.1", port: targetPort(), noDelay: true });
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.pipe(to);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no TCP address");
  const drop = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: address.port,
    isCut: () => isCut,
    cut() {
      isCut = true;
      drop();
    },
    restore() {
      isCut = false;
    },
    async close() {
      drop();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
