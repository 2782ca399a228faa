import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { ErrorCode } from "@gatehouse/protocols/error/error-table";
import { fail, ok, type Result } from "@gatehouse/protocols/result";
import {
  ENROL_PATH,
  type EnrolRequest,
  type EnrolResponse,
  enrolRequestSchema,
} from "@gatehouse/protocols/wire/enrolment";
import type { Pool } from "pg";
import type { Logger } from "pino";
import { listenFailure } from "../listen-failure.ts";
import type { Pki } from "../pki/pki.ts";
import { urlHost } from "../url-host.ts";
import { AttemptGate, type AttemptLimits } from "./attempt-gate.ts";
import { type RedeemContext, redeemCode } from "./redeem.ts";

const MAX_BODY_BYTES = 16 * 1024;
/** A request that takes longer is no station on a slow line but someone holding sockets. */
const REQUEST_TIMEOUT_MS = 15_000;
const MAX_SOCKETS = 200;
const LIMITS: AttemptLimits = { perAddress: 30, atOnce: 8 };

/** HTTP status of each refusal; all others are 500. */
const STATUSES: Partial<Record<ErrorCode, number>> = {
  "enrol.request-invalid": 400,
  "enrol.code-invalid": 403,
  "enrol.code-expired": 410,
  "enrol.code-burnt": 410,
  "enrol.busy": 429,
  "db.unavailable": 503,
};

/** What enrolment needs. */
export interface EnrolmentServerOptions {
  readonly pool: Pool;
  readonly pki: Pki;
  /** Address to bind. */
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  /** `mqtts://host:port`, handed to stations. */
  readonly brokerUrl: string;
  readonly logger: Logger;
  readonly nowMs?: () => number;
  readonly limits?: AttemptLimits;
}

/** A listening enrolment port. */
export interface EnrolmentServer {
  readonly port: number;
  /** `https://host:port` with the address that was bound. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves `POST /v1/enrol` over TLS with the CA in the chain, for stations that hold an invitation.
 * @throws GatehouseError `net.port-in-use`, `net.address-refused`
 */
export async function startEnrolmentServer(
  options: EnrolmentServerOptions,
): Promise<EnrolmentServer> {
  const nowMs = options.nowMs ?? Date.now;
  const desk: Desk = {
    ...options,
    nowMs,
    gate: new AttemptGate(options.limits ?? LIMITS, nowMs),
    logger: options.logger.child({ module: "enrolment" }),
  };
  const server = createServer(
    {
      key: options.pki.server.keyPem,
      cert: options.pki.server.chainPem,
      minVersion: "TLSv1.3",
      keepAlive: false,
    },
    (request, response) => void answer(desk, request, response),
  );
  server.maxConnections = MAX_SOCKETS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.headersTimeout = REQUEST_TIMEOUT_MS;
  server.on("tlsClientError", (error) => desk.logger.debug({ reason: error.message }, "TLS"));
  const port = await listen(server, options.host, options.port);
  return {
    port,
    url: `https://${urlHost(options.host)}:${port}`,
    close: closerOf(server),
  };
}

interface Desk extends RedeemContext {
  readonly brokerUrl: string;
  readonly gate: AttemptGate;
  readonly logger: Logger;
}

type Answer = Result<EnrolResponse, ErrorCode>;

async function answer(desk: Desk, request: IncomingMessage, response: ServerResponse) {
  const address = request.socket.remoteAddress ?? "";
  const result = await respond(desk, request, address);
  if (response.destroyed) return;
  const status = result.ok ? 200 : (STATUSES[result.reason] ?? 500);
  const body = JSON.stringify(result.ok ? result.value : { code: result.reason });
  response.writeHead(status, {
    "content-type": "application/json",
    "cache-control": "no-store",
    connection: "close",
  });
  response.end(body);
  const outcome = result.ok ? { stationId: result.value.stationId } : { code: result.reason };
  desk.logger.info({ address, status, ...outcome }, "enrolment");
}

async function respond(desk: Desk, request: IncomingMessage, address: string): Promise<Answer> {
  try {
    const body = await readRequest(request);
    if (!body.ok) return body;
    const redeemed = await desk.gate.run(address, () => redeemCode(desk, body.value));
    if (redeemed === null) return fail("enrol.busy");
    if (!redeemed.ok) return redeemed;
    const { pki, brokerUrl } = desk;
    return ok({ ...redeemed.value, caPem: pki.caPem, brokerUrl });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    desk.logger.error({ reason }, "enrolment failed");
    return fail("db.unavailable");
  }
}

async function readRequest(
  request: IncomingMessage,
): Promise<Result<EnrolRequest, "enrol.request-invalid">> {
  if (request.url !== ENROL_PATH || request.method !== "POST") return fail("enrol.request-invalid");
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_BODY_BYTES) return fail("enrol.request-invalid", "body too large");
      chunks.push(chunk);
    }
    const parsed = enrolRequestSchema.safeParse(JSON.parse(Buffer.concat(chunks).toString("utf8")));
    return parsed.success ? ok(parsed.data) : fail("enrol.request-invalid");
  } catch {
    // Cut short, or not JSON.
    return fail("enrol.request-invalid");
  }
}

async function listen(server: Server, host: string, port: number): Promise<number> {
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (error) {
    throw listenFailure(`enrolment ${host}:${port}`, error);
  }
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("no TCP address");
  return address.port;
}

function closerOf(server: Server): () => Promise<void> {
  let closing: Promise<void> | null = null;
  return () => {
    closing ??= new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
    return closing;
  };
}
