import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

const NONCE_BYTES = 16;

declare module "fastify" {
  interface FastifyReply {
    /** Names the only inline styles that this answer's page may hold. */
    cspNonce: string;
  }
}

/** What the headers stand on. */
export interface SecurityOptions {
  readonly randomBytes: (length: number) => Buffer;
  /** Host headers that name this server (`host:port`); another one is a rebound DNS name. */
  readonly isOwnHost: (host: string) => boolean;
}

/** Refuses foreign hosts and puts the security headers on every answer. */
export function addSecurity(app: FastifyInstance, options: SecurityOptions): void {
  app.decorateReply("cspNonce", "");
  app.addHook("onRequest", async (request, reply) => {
    reply.cspNonce = options.randomBytes(NONCE_BYTES).toString("base64");
    reply.headers({
      "content-security-policy": contentSecurityPolicy(reply.cspNonce),
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "permissions-policy":
        "serial=(), hid=(), usb=(), camera=(), microphone=(), geolocation=(), payment=()",
    });
    // RFC 9110 §15.5.20; the defence against DNS rebinding.
    if (!options.isOwnHost(request.headers.host ?? "")) {
      return reply.code(421).type("text/plain; charset=utf-8").send("Misdirected Request\n");
    }
  });
}

/** The nonce of this answer. */
export function nonceOf(reply: FastifyReply): string {
  return reply.cspNonce;
}

/** True when a page of this very server opened the request (a browser always names it on a WebSocket). */
export function isSameOrigin(request: FastifyRequest): boolean {
  const { host, origin } = request.headers;
  return host !== undefined && (origin === `http://${host}` || origin === `https://${host}`);
}

function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'self'",
    // Ant Design writes its styles into <style> elements, which carry this nonce.
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
