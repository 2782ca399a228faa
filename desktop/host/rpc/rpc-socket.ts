import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { createStationRouter, type StationHandlers } from "@gatehouse/protocols/rpc/station-router";
import { getWSConnectionHandler } from "@trpc/server/adapters/ws";
import type { Logger } from "pino";
import { type WebSocket, WebSocketServer } from "ws";

/** A call holds one typed code of at most a few kilobytes. */
const MAX_FRAME_BYTES = 64 * 1_024;
const MAX_CALLS_PER_FRAME = 16;
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
    const router = createStationRouter(pacedBy(request.socket, handlers));
    getWSConnectionHandler({
      // Only `applyWSSHandler` reads it; the connections come from our own upgrade handler.
      wss: undefined as never,
      router,
      maxBatchSize: MAX_CALLS_PER_FRAME,
      keepAlive: { enabled: true, pingMs: 30_000, pongWaitMs: 5_000 },
      onError: ({ path, error }) => {
        if (error.code === "INTERNAL_SERVER_ERROR")
          logger.error({ path, err: error }, "rpc failed");
      },
    })(client, request);
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

/**
 * Takes the next view only once the window has taken the last one: otherwise the views for a
 * window that hangs would pile up in the socket's buffer.
 */
function pacedBy(socket: Duplex, handlers: StationHandlers): StationHandlers {
  return {
    recordTyped: (payload) => handlers.recordTyped(payload),
    undo: (eventId) => handlers.undo(eventId),
    async *watch(stop) {
      for await (const view of handlers.watch(stop)) {
        yield view;
        if (socket.writableNeedDrain) await drained(socket);
      }
    },
  };
}

function drained(socket: Duplex): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      socket.off("drain", done);
      socket.off("close", done);
      resolve();
    };
    socket.on("drain", done);
    socket.on("close", done);
  });
}
