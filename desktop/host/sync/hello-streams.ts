import { type StationHello, WIRE_VERSION } from "@gatehouse/protocols/wire/messages";
import type { Logger } from "pino";
import type { EpochState } from "./push-state.ts";
import { MAX_HELLO_STREAMS, type SyncOutbox } from "./sync-outbox.ts";

/** What a station may send, stream by stream; `tm` is null where nothing is measured. */
export interface SyncOutboxes {
  readonly ev: SyncOutbox;
  readonly tm: SyncOutbox | null;
}

/** One epoch as an outbox lists it, with its stream. */
export type ListedEpoch = Omit<EpochState, "sentSeq">;

/**
 * What the outboxes hold, as far as a hello has room for it. Events go on without telemetry that
 * cannot be listed: each new row of it tries again.
 * @throws GatehouseError where the events' outbox cannot be read
 */
export async function listEpochs(
  { ev, tm }: SyncOutboxes,
  logger: Logger,
): Promise<readonly ListedEpoch[]> {
  const events = await listOutbox(ev);
  try {
    return namedInHello([...events, ...(tm ? await listOutbox(tm) : [])]);
  } catch (error) {
    logger.error({ err: error }, "could not list the telemetry for the hello");
    return namedInHello(events);
  }
}

async function listOutbox(outbox: SyncOutbox): Promise<readonly ListedEpoch[]> {
  const streams = await outbox.streams();
  return streams.map((one) => ({ ...one, stream: outbox.stream }));
}

/** True when there was room for unsent events alone, and more of them may wait behind these. */
export function isListCut(named: readonly ListedEpoch[]): boolean {
  return (
    named.length >= MAX_HELLO_STREAMS && named.every((one) => one.stream === "ev" && isUnsent(one))
  );
}

/** What a hello has room for (GW-8): unsent events, unsent telemetry, then the newest others. */
function namedInHello(listed: readonly ListedEpoch[]): readonly ListedEpoch[] {
  if (listed.length <= MAX_HELLO_STREAMS) return listed;
  const others = listed.filter((one) => !isUnsent(one));
  return [
    ...listed.filter((one) => isUnsent(one) && one.stream === "ev"),
    ...listed.filter((one) => isUnsent(one) && one.stream === "tm"),
    ...others.sort((a, b) => b.epochOrder - a.epochOrder),
  ].slice(0, MAX_HELLO_STREAMS);
}

function isUnsent({ maxSeq, ackedSeq }: ListedEpoch): boolean {
  return maxSeq > ackedSeq;
}

/** The hello that lists these epochs. */
export function helloOf(
  epochs: readonly EpochState[],
  said: Omit<StationHello, "v" | "streams">,
): StationHello {
  const streams = epochs.map(({ stream, epoch, epochOrder, maxSeq, ackedSeq, ackedHash }) => {
    return { stream, epoch, epochOrder, maxSeq, ackedSeq, ackedHash };
  });
  return { v: WIRE_VERSION, streams, ...said };
}
