import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import type { StationHandlers } from "@gatehouse/protocols/rpc/station-handlers";
import type { Logger } from "pino";
import type { WebSocket } from "ws";
import { PortPeer, type WindowPort } from "./port-peer.ts";
import { serveRpc } from "./serve-rpc.ts";

/** One window asks for a new port only after its last one; more is a fault of ours or an attack. */
const MAX_PORTS = 8;

/** The station's RPC over message ports: no listening socket, so nobody else can reach it. */
export interface PortScreen {
  /** Serves the router on a port; the oldest port goes when there are too many. */
  attach(port: WindowPort): void;
  close(): void;
}

/** Opens the station to the windows of a shell that hands over ports. */
export function openPortScreen(handlers: StationHandlers, logger: Logger): PortScreen {
  const peers = new Set<PortPeer>();
  return {
    attach(port) {
      for (const oldest of peers) {
        if (peers.size < MAX_PORTS) break;
        logger.warn({ ports: peers.size }, "too many windows: the oldest link is cut");
        oldest.close();
      }
      const peer = new PortPeer(port);
      peers.add(peer);
      peer.once("close", () => peers.delete(peer));
      const client = peer as unknown as WebSocket;
      const whenTaken = () => peer.taken();
      // The window asks for signs of life itself, and a dead one closes its port.
      serveRpc({ client, request: portRequest(), whenTaken, keepAlive: false }, handlers, logger);
      peer.start();
    },
    close() {
      for (const peer of peers) peer.close();
    },
  };
}

/** tRPC reads its options from the request of an upgrade; a port has none. */
function portRequest(): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  request.url = "/rpc";
  return request;
}
