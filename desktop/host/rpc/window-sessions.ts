import { createHmac, timingSafeEqual } from "node:crypto";
import { GH1 } from "@gatehouse/protocols/crypto-suite";
import type { RandomBytes } from "../digests.ts";

/** How long a one-time entry token can be used: time enough to find the terminal that printed it. */
const ENTRY_LIFETIME_MS = 10 * 60_000;
/** Unused entry tokens that are kept; the oldest goes first. */
const MAX_ENTRIES = 16;
const TOKEN_BYTES = 24;

/** Who may talk to the host: one-time entry tokens turned into sessions. */
export interface WindowSessions {
  /** A fresh one-time token, 32 characters of base64url. */
  issueEntry(): string;
  /** Uses a token up: a new session's token, or null when it is unknown, used or too old. */
  redeemEntry(token: string): string | null;
  /** True for a token that `redeemEntry` gave out under the same key. */
  isSession(token: string): boolean;
}

/**
 * Entry tokens lie in memory and are gone with the host. A session is `nonce.MAC`, so that an open
 * window goes on by itself after the host was restarted: a guard must not be left before a dead
 * screen until someone brings a new link.
 * @param key this station's own, 32 bytes
 * @param nowMs any clock that only goes forward, milliseconds
 */
export function createWindowSessions(
  key: Uint8Array,
  random: RandomBytes,
  nowMs: () => number,
): WindowSessions {
  const entries = new Map<string, number>();

  function token(): string {
    return Buffer.from(random(TOKEN_BYTES)).toString("base64url");
  }

  function signed(nonce: string): string {
    const mac = createHmac(GH1.digest, key).update(nonce).digest("base64url");
    return `${nonce}.${mac}`;
  }

  return {
    issueEntry() {
      dropOldest(entries, MAX_ENTRIES - 1);
      const entry = token();
      entries.set(entry, nowMs() + ENTRY_LIFETIME_MS);
      return entry;
    },
    redeemEntry(entry) {
      const expiresAtMs = entries.get(entry);
      entries.delete(entry);
      if (expiresAtMs === undefined || nowMs() > expiresAtMs) return null;
      return signed(token());
    },
    isSession(session) {
      const [nonce = ""] = session.split(".");
      const expected = Buffer.from(signed(nonce));
      const given = Buffer.from(session);
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
  };
}

/** A map iterates in the order of insertion. */
function dropOldest(kept: Map<string, number>, limit: number): void {
  for (const key of kept.keys()) {
    if (kept.size <= limit) return;
    kept.delete(key);
  }
}
