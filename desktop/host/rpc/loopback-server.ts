import { createServer, type IncomingMessage, type Server, STATUS_CODES } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import type { StationHandlers } from "@gatehouse/protocols/rpc/station-handlers";
import type { Logger } from "pino";
import type { RandomBytes } from "../digests.ts";
import { answerPage, type PageContext } from "./page-answer.ts";
import { type OwnOrigin, ownOriginOf, upgradeRefusal } from "./request-gate.ts";
import { createRpcSocket, type RpcSocket } from "./rpc-socket.ts";
import { createWindowSessions } from "./window-sessions.ts";

const MAX_SOCKETS = 64;
const REQUEST_TIMEOUT_MS = 10_000;

/** What the server needs. */
export interface LoopbackOptions {
  readonly host: "127.0.0.1";
  /** 0 takes any free port. */
  readonly port: number;
  /** The built screen, with `index.html`. */
  readonly uiFolder: string;
  readonly handlers: StationHandlers;
  /** First language of the screen; what a person chooses there wins. */
  readonly language: "zh-CN" | "en";
  /** Signs the windows' sessions, 32 bytes; with the same key they outlive a restart. */
  readonly sessionKey: Uint8Array;
  readonly random: RandomBytes;
  readonly logger: Logger;
  /** A clock that only goes forward, in milliseconds; the platform's own when left out. */
  readonly monotonicMs?: () => number;
}

/** The server that shows the station's screen to windows on this machine. */
export interface LoopbackServer {
  /** `http://127.0.0.1:7090` */
  readonly url: string;
  /** A fresh link that opens one window; it works once and for ten minutes. */
  issueEntryUrl(): string;
  close(): Promise<void>;
}

/**
 * Serves the screen and the station's RPC on loopback. Other users of the machine reach the port
 * too, so nothing but a refusal is given without the cookie that a one-time link brings.
 * @throws GatehouseError `net.port-in-use`
 */
export async function startLoopbackServer(options: LoopbackOptions): Promise<LoopbackServer> {
  const { logger } = options;
  const sessions = createWindowSessions(
    options.sessionKey,
    options.random,
    options.monotonicMs ?? (() => performance.now()),
  );
  const rpc = createRpcSocket(options.handlers, logger);
  const server = createServer({
    requestTimeout: REQUEST_TIMEOUT_MS,
    headersTimeout: REQUEST_TIMEOUT_MS,
  });
  server.maxConnections = MAX_SOCKETS;
  const port = await listen(server, options);
  const page: PageContext = {
    own: ownOriginOf(options.host, port),
    uiFolder: options.uiFolder,
    sessions,
    language: options.language,
  };

  server.on("request", (request, response) => {
    answerPage(page, request, response).catch((error: unknown) => {
      logger.error({ err: error }, "page request failed");
      response.destroy();
    });
  });
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", (error) => logger.debug({ why: error.message }, "window socket failed"));
    const refusal = upgradeRefusal(request, page.own, sessions) ?? (rpc.isFull() ? 503 : null);
    if (refusal === null) rpc.accept(request, socket, head);
    else refuse(socket, refusal);
  });
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Duplex) => {
    refuse(socket, error.code === "HPE_HEADER_OVERFLOW" ? 431 : 400);
  });
  server.on("error", (error) => logger.error({ err: error }, "loopback server failed"));
  return handleFor(server, page, rpc);
}

function handleFor(server: Server, page: PageContext, rpc: RpcSocket): LoopbackServer {
  let closing: Promise<void> | undefined;
  return {
    url: page.own.origin,
    issueEntryUrl: () => entryUrl(page.own, page.sessions.issueEntry()),
    close() {
      closing ??= new Promise((resolve) => {
        rpc.close();
        server.close(() => resolve());
        server.closeAllConnections();
      });
      return closing;
    },
  };
}

function entryUrl(own: OwnOrigin, token: string): string {
  return `${own.origin}/enter?t=${token}`;
}

function listen(server: Server, { host, port }: LoopbackOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const isBusy = error.code === "EADDRINUSE" || error.code === "EACCES";
      const where = `${host}:${port}`;
      reject(
        isBusy ? new GatehouseError("net.port-in-use", { detail: where, cause: error }) : error,
      );
    });
    server.listen(port, host, () => {
      server.removeAllListeners("error");
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function refuse(socket: Duplex, status: number): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}`;
  socket.end(`${head}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
}
