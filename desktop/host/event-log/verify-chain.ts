import type { Digests } from "@gatehouse/protocols/crypto-suite";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import { type ChainReason, verifyEvent } from "@gatehouse/protocols/event/chain";
import { GENESIS_HASH } from "@gatehouse/protocols/event/envelope";
import type { StationStore } from "../store/station-store.ts";
import type { EventRow } from "../store/store-contents.ts";
import { readRows } from "../store/store-reading.ts";
import { eventOf, OLDEST_FIRST } from "./stored-rows.ts";

const PAGE_ROWS = 200;

/** The first place where the log does not stand. */
export interface ChainBreak {
  readonly epochOrder: number;
  readonly seq: number;
  /** `seq-gap`: events before it are missing; `unreadable`: it does not unseal. */
  readonly reason: ChainReason | "seq-gap" | "unreadable";
}

/** What a walk found. */
export interface ChainReport {
  /** Events that stand, from the first on. */
  readonly verified: number;
  readonly firstBreak: ChainBreak | null;
  /** False when the walk was stopped before the end. */
  readonly isComplete: boolean;
}

/** How the walk goes. */
export interface VerifyChainOptions {
  /** Events read at once; between pages other work gets its turn. */
  readonly pageRows?: number;
  readonly signal?: AbortSignal;
}

interface Place {
  readonly epochOrder: number;
  readonly seq: number;
  readonly hash: string;
}

/** Walks all epochs in order, page by page, up to the first break. */
export async function verifyChain(
  store: StationStore,
  digests: Digests,
  options: VerifyChainOptions = {},
): Promise<ChainReport> {
  let limit = options.pageRows ?? PAGE_ROWS;
  let verified = 0;
  let at: Place = { epochOrder: 0, seq: 0, hash: GENESIS_HASH };
  while (!options.signal?.aborted) {
    const page = await pageAfter(store, at, limit);
    // One unreadable row hides its page; row by row the walk gets up to it.
    if (!page && limit > 1) limit = 1;
    else if (!page) return { verified, firstBreak: unreadableAfter(at), isComplete: true };
    else if (page.length === 0) return { verified, firstBreak: null, isComplete: true };
    for (const row of page ?? []) {
      const reason = breakBetween(digests, at, row);
      const { epochOrder, seq } = row;
      if (reason) return { verified, firstBreak: { epochOrder, seq, reason }, isComplete: true };
      verified += 1;
      at = { epochOrder, seq, hash: row.header.hash };
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { verified, firstBreak: null, isComplete: false };
}

/** The next events in order; null when one of them cannot be read. */
async function pageAfter(
  store: StationStore,
  { epochOrder, seq }: Place,
  limit: number,
): Promise<EventRow[] | null> {
  const window = { sort: OLDEST_FIRST, limit };
  try {
    const rest = await readRows(store.events, {
      selector: { epochOrder, seq: { $gt: seq } },
      ...window,
    });
    if (rest.length > 0) return rest;
    return await readRows(store.events, {
      selector: { epochOrder: { $gt: epochOrder } },
      ...window,
    });
  } catch (error) {
    if (error instanceof GatehouseError) return null;
    throw error;
  }
}

function breakBetween(digests: Digests, before: Place, row: EventRow): ChainBreak["reason"] | null {
  const isSameEpoch = row.epochOrder === before.epochOrder;
  if (row.header.seq !== (isSameEpoch ? before.seq + 1 : 1)) return "seq-gap";
  const stands = verifyEvent(digests, eventOf(row), before.hash);
  return stands.ok ? null : stands.reason;
}

function unreadableAfter({ epochOrder, seq }: Place): ChainBreak {
  return { epochOrder, seq: seq + 1, reason: "unreadable" };
}
