import type { IncomingMessage } from "node:http";
import type { StationHandlers } from "@gatehouse/protocols/rpc/station-handlers";
import { createStationRouter } from "@gatehouse/protocols/rpc/station-router";
import { getWSConnectionHandler } from "@trpc/server/adapters/ws";
import type { Logger } from "pino";
import type { WebSocket } from "ws";

/** A call holds one typed code of at most a few kilobytes. */
export const MAX_FRAME_BYTES = 64 * 1_024;
const MAX_CALLS_PER_FRAME = 16;

/** One window's link, over whatever carries it. */
export interface WindowLink {
  readonly client: WebSocket;
  readonly request: IncomingMessage;
  /** Resolves once the window has taken what was sent, or is gone. */
  whenTaken(): Promise<void>;
  /** The host asks for signs of life; a window that gives none is cut off. */
  readonly keepAlive: boolean;
}

/** Serves the station's router to one window. */
export function serveRpc(link: WindowLink, handlers: StationHandlers, logger: Logger): void {
  getWSConnectionHandler({
    // Only `applyWSSHandler` reads it; the connections come from our own doors.
    wss: undefined as never,
    router: createStationRouter(pacedBy(link, handlers)),
    maxBatchSize: MAX_CALLS_PER_FRAME,
    keepAlive: { enabled: link.keepAlive, pingMs: 30_000, pongWaitMs: 5_000 },
    onError: ({ path, error }) => {
      if (error.code === "INTERNAL_SERVER_ERROR") logger.error({ path, err: error }, "rpc failed");
    },
  })(link.client, link.request);
}

/**
 * Takes the next view only once the window has taken the last one: otherwise the views for a
 * window that hangs would pile up on the way to it.
 */
function pacedBy(link: WindowLink, handlers: StationHandlers): StationHandlers {
  return {
    duty: handlers.duty,
    post: () => handlers.post(),
    async *watch(stop) {
      for await (const view of handlers.watch(stop)) {
        yield view;
        await link.whenTaken();
      }
    },
  };
}
