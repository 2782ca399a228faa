/** Random bytes, such as Node's `randomBytes`. */
export type RandomBytes = (count: number) => Uint8Array;

/** How long a one-time entry token can be used. */
const ENTRY_LIFETIME_MS = 60_000;
/** Unused tokens and open sessions that are kept; the oldest goes first. A station has one or two windows. */
const MAX_ENTRIES = 16;
const MAX_SESSIONS = 16;
const TOKEN_BYTES = 24;

/** Who may talk to the host: one-time entry tokens turned into sessions, all in memory only. */
export interface WindowSessions {
  /** A fresh one-time token, 32 characters of base64url. */
  issueEntry(): string;
  /** Uses a token up: a new session's token, or null when it is unknown, used or older than 60 s. */
  redeemEntry(token: string): string | null;
  /** True for a token that `redeemEntry` gave out. */
  isSession(token: string): boolean;
}

/** @param nowMs any clock that only goes forward, milliseconds */
export function createWindowSessions(random: RandomBytes, nowMs: () => number): WindowSessions {
  const entries = new Map<string, number>();
  const sessions = new Set<string>();

  function token(): string {
    return Buffer.from(random(TOKEN_BYTES)).toString("base64url");
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
      dropOldest(sessions, MAX_SESSIONS - 1);
      const session = token();
      sessions.add(session);
      return session;
    },
    isSession: (session) => sessions.has(session),
  };
}

/** Maps and sets iterate in the order of insertion. */
function dropOldest(kept: Map<string, number> | Set<string>, limit: number): void {
  for (const key of kept.keys()) {
    if (kept.size <= limit) return;
    kept.delete(key);
  }
}
