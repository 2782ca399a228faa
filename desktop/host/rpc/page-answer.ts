import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { ENTRY_REFUSED_PAGE, NO_SCREEN_PAGE, NO_SESSION_PAGE } from "./plain-page.ts";
import { hasSession, isOwnHost, type OwnOrigin, readTarget } from "./request-gate.ts";
import { securityHeaders } from "./security-headers.ts";
import { openStaticFile, type StaticFile } from "./static-files.ts";
import type { WindowSessions } from "./window-sessions.ts";

/** What a page request is answered from. */
export interface PageContext {
  readonly own: OwnOrigin;
  readonly uiFolder: string;
  readonly sessions: WindowSessions;
  /** First language of the screen. */
  readonly language: string;
}

/** Answers one page request: the gate first, then the one-time entry, then a file of the screen. */
export async function answerPage(
  context: PageContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const headers = securityHeaders(`'self' ws://${context.own.authority}`);
  for (const [name, value] of Object.entries(headers)) {
    response.setHeader(name, value);
  }
  const target = readTarget(request.url);
  if (target === null) return answer(response, 400);
  if (!isOwnHost(request, context.own)) return answer(response, 421);
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.setHeader("allow", "GET, HEAD");
    return answer(response, 405);
  }
  if (target.path === "/enter" && request.method === "GET") {
    return enter(context, target.query.get("t") ?? "", response);
  }
  if (!hasSession(request, context.own, context.sessions)) {
    return answer(response, 401, NO_SESSION_PAGE);
  }
  const file = await openStaticFile(context.uiFolder, target.path);
  if (file !== null) return send(file, request.method, response);
  return target.path === "/" ? answer(response, 503, NO_SCREEN_PAGE) : answer(response, 404);
}

function enter(context: PageContext, token: string, response: ServerResponse): void {
  const session = context.sessions.redeemEntry(token);
  if (session === null) {
    answer(response, 403, ENTRY_REFUSED_PAGE);
    return;
  }
  const { cookieName } = context.own;
  response.setHeader("set-cookie", `${cookieName}=${session}; Path=/; HttpOnly; SameSite=Strict`);
  response.setHeader("location", `/?lang=${context.language}`);
  answer(response, 303);
}

async function send(file: StaticFile, method: string, response: ServerResponse): Promise<void> {
  response.writeHead(200, { ...file.headers, "content-length": file.bytes });
  if (method === "HEAD" || file.bytes === 0) {
    response.end();
    await file.handle.close();
    return;
  }
  try {
    // `end` keeps the body as long as announced when the file grows meanwhile.
    await pipeline(file.handle.createReadStream({ end: file.bytes - 1 }), response);
  } catch (error) {
    if (!isWindowGone(error)) throw error;
  } finally {
    // A stream that was never read does not close its handle; closing twice is harmless.
    await file.handle.close();
  }
}

function isWindowGone(error: unknown): boolean {
  const gone = ["ERR_STREAM_PREMATURE_CLOSE", "ECONNRESET", "EPIPE"];
  return error instanceof Error && "code" in error && gone.includes(String(error.code));
}

function answer(response: ServerResponse, status: number, page = ""): void {
  response.writeHead(status, {
    "content-type": page === "" ? "text/plain; charset=utf-8" : "text/html; charset=utf-8",
    "content-length": Buffer.byteLength(page),
    "cache-control": "no-store",
  });
  response.end(page);
}
