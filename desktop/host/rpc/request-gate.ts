import type { IncomingMessage } from "node:http";
import type { WindowSessions } from "./window-sessions.ts";

/** The address that the server answers to, and nothing else. */
export interface OwnOrigin {
  /** `127.0.0.1:7090` */
  readonly authority: string;
  /** `http://127.0.0.1:7090` */
  readonly origin: string;
  /** Browsers share cookies between ports of a host, and several stations may run on one machine. */
  readonly cookieName: string;
}

/** Derives everything that a request is compared with. */
export function ownOriginOf(host: string, port: number): OwnOrigin {
  const authority = `${host}:${port}`;
  return { authority, origin: `http://${authority}`, cookieName: `gatehouse-${port}` };
}

/** A request's path and query, read without throwing. */
export interface Target {
  readonly path: string;
  readonly query: URLSearchParams;
}

/** Splits a request target; null when it is not an absolute path (RFC 9112 §3.2.1) or is badly encoded. */
export function readTarget(url: string | undefined): Target | null {
  if (url === undefined || !url.startsWith("/")) return null;
  const [encodedPath = "", ...rest] = url.split("?");
  try {
    const path = decodeURIComponent(encodedPath);
    return { path, query: new URLSearchParams(rest.join("?")) };
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

/**
 * False for any other name than our own: a page whose DNS name was rebound to 127.0.0.1
 * still sends its own name in Host.
 */
export function isOwnHost(request: IncomingMessage, own: OwnOrigin): boolean {
  return request.headers.host === own.authority;
}

/** True when the cookie names an open session. */
export function hasSession(
  request: IncomingMessage,
  own: OwnOrigin,
  sessions: WindowSessions,
): boolean {
  for (const pair of (request.headers.cookie ?? "").split(";")) {
    const [name, value] = pair.trim().split("=", 2);
    if (name === own.cookieName && value !== undefined && sessions.isSession(value)) return true;
  }
  return false;
}

/** Status that refuses a WebSocket upgrade, or null to let it in. */
export function upgradeRefusal(
  request: IncomingMessage,
  own: OwnOrigin,
  sessions: WindowSessions,
): 400 | 401 | 403 | 404 | 421 | null {
  const target = readTarget(request.url);
  if (target === null) return 400;
  if (!isOwnHost(request, own)) return 421;
  if (target.path !== "/rpc") return 404;
  if (request.headers.origin !== own.origin) return 403;
  return hasSession(request, own, sessions) ? null : 401;
}
