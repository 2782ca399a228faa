import { GENESIS_HASH } from "@gatehouse/protocols/event/envelope";
import { type EpochId, parseEpochId } from "@gatehouse/protocols/ids";
import type { Clock } from "../clock.ts";
import type { RandomBytes } from "../digests.ts";
import type { StationStore } from "../store/station-store.ts";
import type { EpochRow } from "../store/store-contents.ts";
import { readRows } from "../store/store-reading.ts";
import { NEWEST_FIRST } from "./stored-rows.ts";

const EPOCH_BYTES = 8;

/** The last committed place in an epoch: what the next event follows. */
export interface LogHead {
  /** 0 before the first event of the epoch. */
  readonly seq: number;
  readonly hash: string;
}

/** A new epoch, recorded but still without events. */
export interface LogStart {
  readonly epoch: EpochId;
  readonly epochOrder: number;
  readonly previousEpoch: EpochId | null;
  readonly head: LogHead;
}

/**
 * Begins a new epoch behind the last event of the log, in whichever epoch that lies.
 * @throws GatehouseError `store.full` or `store.failed`
 */
export async function startEpoch(
  store: StationStore,
  { clock, random }: { readonly clock: Clock; readonly random: RandomBytes },
): Promise<LogStart> {
  const [last] = await readRows(store.events, { sort: NEWEST_FIRST, limit: 1 });
  const [previous] = await readRows(store.epochs, { sort: [{ order: "desc" }], limit: 1 });
  if (previous) await endEpoch(store, previous, last?.header.epoch === previous.id ? last.seq : 0);
  const epoch = epochIdFrom(random);
  const epochOrder = 1 + Math.max(previous?.order ?? 0, last?.epochOrder ?? 0);
  const hash = last?.header.hash ?? GENESIS_HASH;
  await store.epochs.insert({
    id: epoch,
    order: epochOrder,
    firstPrevHash: hash,
    startedAtMs: clock.nowMs(),
    lastSeq: null,
  });
  return { epoch, epochOrder, previousEpoch: previous?.id ?? null, head: { seq: 0, hash } };
}

async function endEpoch(store: StationStore, row: EpochRow, lastSeq: number): Promise<void> {
  if (row.lastSeq !== null) return;
  const document = await store.epochs.findOne(row.id).exec();
  await document?.incrementalPatch({ lastSeq });
}

function epochIdFrom(random: RandomBytes): EpochId {
  const id = parseEpochId(Buffer.from(random(EPOCH_BYTES)).toString("hex"));
  if (!id.ok) throw new TypeError(`random source gave no ${EPOCH_BYTES} bytes`);
  return id.value;
}
