import { getWSConnectionHandler, handleKeepAlive } from "@trpc/server/adapters/ws";
import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import type { createCentreRouter } from "./centre-router.ts";
import { isSameOrigin } from "./security-headers.ts";

/** Path of the web app's WebSocket. */
const SOCKET_PATH = "/rpc";
/** Application close code (RFC 6455 §7.4.2): the session ended, sign in again. */
const CLOSE_SIGNED_OUT = 4401;

/** What the socket serves. */
export interface CentreSocketOptions {
  readonly router: ReturnType<typeof createCentreRouter>;
  readonly nowMs: () => number;
  readonly logger: Logger;
}

/** Adds the WebSocket of the web app: for own pages only, and never longer than the session. */
export function addCentreSocket(app: FastifyInstance, options: CentreSocketOptions): void {
  const connect = getWSConnectionHandler({
    wss: app.websocketServer,
    router: options.router,
    onError({ error, path }) {
      // A refusal is an answer; only what nobody expected is worth a line.
      if (error.code !== "INTERNAL_SERVER_ERROR") return;
      options.logger.error({ err: error.cause ?? error, path }, "request failed");
    },
  });
  app.get(
    SOCKET_PATH,
    {
      websocket: true,
      preValidation: async (request, reply) => {
        if (isSameOrigin(request)) return;
        return reply.code(403).type("text/plain; charset=utf-8").send("Foreign origin\n");
      },
    },
    (socket, request) => {
      const leftMs = (request.session?.expiresAtMs ?? 0) - options.nowMs();
      const timer = setTimeout(() => socket.close(CLOSE_SIGNED_OUT), Math.max(0, leftMs));
      socket.once("close", () => clearTimeout(timer));
      connect(socket, request.raw);
      handleKeepAlive(socket);
    },
  );
}
