import { createHash } from "node:crypto";
import type { Kysely } from "kysely";
import type { CentreTables } from "../store/tables.ts";

/** A link in a terminal is used at once; ten minutes leave time to walk to another screen. */
export const LINK_LIFE_MS = 10 * 60_000;
/** One shift. */
export const SESSION_LIFE_MS = 12 * 60 * 60_000;
/** 192 bits, so a token cannot be guessed and its plain SHA-256 cannot be searched. */
const TOKEN_BYTES = 24;
const TOKEN_PATTERN = /^[A-Za-z0-9_-]{32}$/;

/** Time and randomness that tokens are made from. */
export interface TokenSource {
  readonly nowMs: () => number;
  readonly randomBytes: (length: number) => Buffer;
}

/** A session as its cookie carries it. */
export interface Session {
  readonly token: string;
  /** Unix ms. */
  readonly expiresAtMs: number;
}

/** Writes a one-time sign-in link and answers its path, `/enter?t=…`; the token itself is stored nowhere. */
export async function createSignInLink(
  database: Kysely<CentreTables>,
  source: TokenSource,
): Promise<{ readonly path: string; readonly expiresAtMs: number }> {
  const token = newToken(source);
  const expiresAtMs = source.nowMs() + LINK_LIFE_MS;
  await database
    .insertInto("sign_in_link")
    .values({ token_hash: hashOf(token), expires_at: new Date(expiresAtMs), used_at: null })
    .execute();
  return { path: `/enter?t=${token}`, expiresAtMs };
}

/** Burns a link and opens a session; null when the link is unknown, used or expired. */
export async function redeemLink(
  database: Kysely<CentreTables>,
  source: TokenSource,
  linkToken: unknown,
): Promise<Session | null> {
  if (!isToken(linkToken)) return null;
  const now = new Date(source.nowMs());
  // One statement decides, so that of two requests with one link only one gets in.
  const burnt = await database
    .updateTable("sign_in_link")
    .set({ used_at: now })
    .where("token_hash", "=", hashOf(linkToken))
    .where("used_at", "is", null)
    .where("expires_at", ">", now)
    .returning("token_hash")
    .executeTakeFirst();
  if (!burnt) return null;
  const token = newToken(source);
  const expiresAtMs = now.getTime() + SESSION_LIFE_MS;
  await database.deleteFrom("web_session").where("expires_at", "<=", now).execute();
  await database
    .insertInto("web_session")
    .values({ token_hash: hashOf(token), expires_at: new Date(expiresAtMs) })
    .execute();
  return { token, expiresAtMs };
}

/** The session of a cookie's token; null when there is none that still runs. */
export async function findSession(
  database: Kysely<CentreTables>,
  source: TokenSource,
  token: unknown,
): Promise<Session | null> {
  if (!isToken(token)) return null;
  const row = await database
    .selectFrom("web_session")
    .select("expires_at")
    .where("token_hash", "=", hashOf(token))
    .where("expires_at", ">", new Date(source.nowMs()))
    .executeTakeFirst();
  return row ? { token, expiresAtMs: row.expires_at.getTime() } : null;
}

function isToken(input: unknown): input is string {
  return typeof input === "string" && TOKEN_PATTERN.test(input);
}

function newToken(source: TokenSource): string {
  return source.randomBytes(TOKEN_BYTES).toString("base64url");
}

function hashOf(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
