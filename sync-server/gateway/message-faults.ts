import type { Logger } from "pino";

const LOG_GAP_MS = 60_000;
/** Stations remembered at most; beyond that the memory starts anew and a few lines more are written. */
const MAX_REMEMBERED = 10_000;

/** Counts what stations send that cannot be used, and logs it at most once per station and minute. */
export class MessageFaults {
  readonly #logger: Logger;
  readonly #nowMs: () => number;
  readonly #counts = new Map<string, number>();
  readonly #loggedAtMs = new Map<string, number>();

  constructor(options: { readonly logger: Logger; readonly nowMs: () => number }) {
    this.#logger = options.logger;
    this.#nowMs = options.nowMs;
  }

  /** @param stationId null before anyone proved who they are */
  note(stationId: string | null, reason: string): void {
    const count = (this.#counts.get(reason) ?? 0) + 1;
    this.#counts.set(reason, count);
    const who = stationId ?? "";
    const nowMs = this.#nowMs();
    const sinceMs = nowMs - (this.#loggedAtMs.get(who) ?? Number.NEGATIVE_INFINITY);
    if (sinceMs >= 0 && sinceMs < LOG_GAP_MS) return;
    if (this.#loggedAtMs.size >= MAX_REMEMBERED) this.#loggedAtMs.clear();
    this.#loggedAtMs.set(who, nowMs);
    this.#logger.warn({ stationId, reason, count }, "message refused");
  }

  /** Messages refused since the start, by reason. */
  counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }
}
