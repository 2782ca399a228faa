import type { Logger } from "pino";
import type { EventContext } from "./event-log/event-builder.ts";
import { byPlace, newestOf } from "./event-log/event-reading.ts";
import type { DataSpace } from "./post/post.ts";
import { refusalOf } from "./post/refusal.ts";

/**
 * Records in the real log that a training began or is over.
 * @throws GatehouseError see `EventLog.append`
 */
export async function recordTraining(
  { log }: Pick<DataSpace, "log">,
  type: "training.started" | "training.ended",
  { actors, shiftId, source }: EventContext,
): Promise<void> {
  await log.append({ type, body: {} }, { actors, shiftId, source });
}

/** A host that died in a training starts in the real records: the log says so, once, when it can. */
export async function recordLeftOverEnd(live: DataSpace, logger: Logger): Promise<void> {
  try {
    const [started] = await newestOf(live.store, "training.started", 1);
    const [ended] = await newestOf(live.store, "training.ended", 1);
    if (!started || (ended && byPlace(ended, started) > 0)) return;
    await recordTraining(live, "training.ended", { ...started.header, source: "device" });
  } catch (error) {
    refusalOf(error, logger);
  }
}
