import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Kysely } from "kysely";
import { createAttemptLimit } from "../attempt-limit.ts";
import type { CentreTables } from "../store/tables.ts";
import { sendNotice } from "./notice-page.ts";
import {
  findSession,
  redeemLink,
  SESSION_LIFE_MS,
  type Session,
  type TokenSource,
} from "./sign-in-store.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** The visitor's session; null on paths that are open to all. */
    session: Session | null;
  }
}

/** Tries in one minute, all visitors together: a person needs one. */
const TRIES_A_MINUTE = 20;
const COOKIE = "gh_session";
/** Behind TLS the browser binds the cookie to this very host (RFC 6265bis §4.1.3.2). */
const COOKIE_TLS = `__Host-${COOKIE}`;
const NEW_LINK = "npm run server -- sign-in-link";

/** What sign-in stands on. */
export interface SignInOptions {
  readonly database: Kysely<CentreTables>;
  readonly source: TokenSource;
}

/** Adds `GET /enter`: a one-time link becomes a session cookie, once. */
export function addSignInRoute(app: FastifyInstance, options: SignInOptions): void {
  const tries = createAttemptLimit({ limit: TRIES_A_MINUTE, windowMs: 60_000, ...options.source });
  app.get<{ Querystring: { t?: unknown } }>(
    "/enter",
    { exposeHeadRoute: false },
    async (request, reply) => {
      if (!tries.take()) return sendNotice(reply, TOO_MANY);
      const session = await redeemLink(options.database, options.source, request.query.t);
      if (!session) return sendNotice(reply, LINK_USED);
      setSessionCookie(request, reply, session);
      return reply.redirect("/", 303);
    },
  );
}

/** Lets only requests with a session pass, except those to `openPaths`; the others are told how to sign in. */
export function addSessionGate(
  app: FastifyInstance,
  options: SignInOptions & { readonly openPaths: ReadonlySet<string> },
): void {
  app.decorateRequest("session", null);
  app.addHook("onRequest", async (request, reply) => {
    const [path = ""] = request.url.split("?");
    if (options.openPaths.has(path)) return;
    const token = request.cookies[COOKIE_TLS] ?? request.cookies[COOKIE];
    request.session = await findSession(options.database, options.source, token);
    if (!request.session) return sendNotice(reply, SIGN_IN_NEEDED);
  });
}

function setSessionCookie(request: FastifyRequest, reply: FastifyReply, session: Session): void {
  // A forged header can only make the visitor's own cookie stricter.
  const isTls = request.headers["x-forwarded-proto"] === "https";
  reply.setCookie(isTls ? COOKIE_TLS : COOKIE, session.token, {
    path: "/",
    httpOnly: true,
    sameSite: "strict",
    secure: isTls,
    // An age, not a date: the visitor's clock may be wrong.
    maxAge: SESSION_LIFE_MS / 1_000,
  });
}

const SIGN_IN_NEEDED = {
  status: 401,
  titleZh: "请先登录",
  titleEn: "Sign in first",
  textZh: "在中心服务器上生成一次性登录链接，并在本浏览器中打开：",
  textEn: "Make a one-time sign-in link on the centre's server and open it in this browser:",
  command: NEW_LINK,
} as const;

const LINK_USED = {
  status: 403,
  titleZh: "登录链接无效",
  titleEn: "This sign-in link is not valid",
  textZh: "链接只能使用一次，有效 10 分钟。请在中心服务器上生成新的链接：",
  textEn: "A link works once and for 10 minutes. Make a new one on the centre's server:",
  command: NEW_LINK,
} as const;

const TOO_MANY = {
  status: 429,
  titleZh: "尝试过于频繁",
  titleEn: "Too many tries",
  textZh: "请一分钟后再打开链接。",
  textEn: "Open the link again in a minute.",
  command: null,
} as const;
