import fastifyCookie from "@fastify/cookie";
import fastifyWebsocket from "@fastify/websocket";
import Fastify, { type FastifyInstance } from "fastify";
import type { Kysely } from "kysely";
import type { Logger } from "pino";
import { listenFailure } from "../listen-failure.ts";
import type { CentreTables } from "../store/tables.ts";
import { urlHost } from "../url-host.ts";
import type { BoardFeed } from "./board-feed.ts";
import { createCentreRouter } from "./centre-router.ts";
import { addCentreSocket } from "./centre-socket.ts";
import type { OperatorsHandlers } from "./operators-router.ts";
import { addSecurity } from "./security-headers.ts";
import { addSessionGate, addSignInRoute } from "./sign-in.ts";
import type { TokenSource } from "./sign-in-store.ts";
import { addWebApp } from "./web-app.ts";

/** No request of the web app has a body worth more. */
const BODY_LIMIT_BYTES = 16 * 1024;
const WEBSOCKET_MESSAGE_LIMIT_BYTES = 64 * 1024;
/** Reachable without a session; everything else needs one. */
const OPEN_PATHS: ReadonlySet<string> = new Set(["/healthz", "/enter"]);

/** What the web server stands on. */
export interface WebServerOptions {
  /** Address to bind. */
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  /** Further host names by which a browser may call this server, without a port. */
  readonly publicNames: readonly string[];
  readonly distFolder: string;
  readonly database: Kysely<CentreTables>;
  readonly feed: BoardFeed;
  readonly operators: OperatorsHandlers;
  readonly source: TokenSource;
  readonly logger: Logger;
}

/** A running web server. */
export interface WebServer {
  readonly port: number;
  /** `http://host:port`, the origin of printed links. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Starts the API and the command centre's web app on one port.
 * @throws GatehouseError `web.not-built`, `net.port-in-use`, `net.address-refused`
 */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  // Fastify's own request lines would hold sign-in tokens.
  const app: FastifyInstance = Fastify({ logger: false, bodyLimit: BODY_LIMIT_BYTES });
  const bound = { port: options.port };
  addSecurity(app, {
    randomBytes: options.source.randomBytes,
    isOwnHost: (host) => ownHosts(options, bound.port).has(host.toLowerCase()),
  });
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) options.logger.error({ err: error }, "request failed");
    return reply.code(status).type("text/plain; charset=utf-8").send(`${status}\n`);
  });
  await app.register(fastifyCookie);
  await app.register(fastifyWebsocket, {
    options: { maxPayload: WEBSOCKET_MESSAGE_LIMIT_BYTES },
  });
  addSessionGate(app, { ...options, openPaths: OPEN_PATHS });
  addSignInRoute(app, options);
  app.get("/healthz", async (_request, reply) => reply.type("text/plain").send("ok\n"));
  addCentreSocket(app, {
    router: createCentreRouter({
      watchBoard: options.feed.watch,
      operators: options.operators,
    }),
    nowMs: options.source.nowMs,
    logger: options.logger,
  });
  await addWebApp(app, options.distFolder);
  bound.port = await listen(app, options);
  return {
    port: bound.port,
    url: `http://${urlHost(options.host)}:${bound.port}`,
    close: () => app.close(),
  };
}

async function listen(app: FastifyInstance, options: WebServerOptions): Promise<number> {
  try {
    await app.listen({ host: options.host, port: options.port });
  } catch (error) {
    await app.close();
    throw listenFailure(`web ${options.host}:${options.port}`, error);
  }
  const address = app.server.address();
  return typeof address === "object" && address ? address.port : options.port;
}

/** Host headers of this server: where it is bound, and its public names behind a proxy. */
function ownHosts(options: WebServerOptions, port: number): ReadonlySet<string> {
  const bound = [urlHost(options.host), ...loopbackNames(options.host), ...options.publicNames];
  return new Set(
    [...bound.map((name) => `${name}:${port}`), ...options.publicNames].map((name) =>
      name.toLowerCase(),
    ),
  );
}

function loopbackNames(host: string): readonly string[] {
  return ["127.0.0.1", "0.0.0.0", "::", "::1", "localhost"].includes(host) ? ["localhost"] : [];
}
