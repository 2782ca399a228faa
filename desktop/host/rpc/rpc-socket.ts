import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { StationHandlers } from "@gatehouse/protocols/rpc/station-handlers";
import type { Logger } from "pino";
import { type WebSocket, WebSocketServer } from "ws";
import { MAX_FRAME_BYTES, serveRpc } from "./serve-rpc.ts";

const MAX_CONNECTIONS = 8;

/** The RPC end of the loopback server. */
export interface RpcSocket {
  /** True when no more windows are let in. */
  isFull(): boolean;
  /** Takes over an upgrade that the gate has let in. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Ends all connections. */
  close(): void;
}

/** Serves the station's router to every window that is let in. */
export function createRpcSocket(handlers: StationHandlers, logger: Logger): RpcSocket {
  const server = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES });

  function serve(client: WebSocket, request: IncomingMessage): void {
    client.on("error", (error) => logger.warn({ why: error.message }, "window link failed"));
    const whenTaken = () => drained(request.socket);
    serveRpc({ client, request, whenTaken, keepAlive: true }, handlers, logger);
  }

  return {
    isFull: () => server.clients.size >= MAX_CONNECTIONS,
    accept: (request, socket, head) => {
      server.handleUpgrade(request, socket, head, (client) => serve(client, request));
    },
    close() {
      for (const client of server.clients) client.terminate();
      server.close();
    },
  };
}

/** Resolves at once while the socket's buffer has room. */
async function drained(socket: Duplex): Promise<void> {
  if (!socket.writableNeedDrain) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      socket.off("drain", done);
      socket.off("close", done);
      resolve();
    };
    socket.on("drain", done);
    socket.on("close", done);
  });
}
