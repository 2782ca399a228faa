import type { Logger } from "pino";
import { byPlace, newestOf, rowsAfter } from "../event-log/event-reading.ts";
import { NEWEST_FIRST } from "../event-log/stored-rows.ts";
import type { DataSpace } from "../post/post.ts";
import { refusalOf } from "../post/refusal.ts";
import type { EventRow } from "../store/store-contents.ts";
import { readRows } from "../store/store-reading.ts";
import { contextOf } from "./duty-acts.ts";
import { DUTY_STATE_TYPES, type DutyState, dutyAfter, OFF_DUTY } from "./duty-state.ts";

/** After a longer silence nobody knows who stands in front of the screen. */
const MAX_SILENCE_MS = 10 * 60_000;

/**
 * The state as the log tells it: a host that was killed in the middle of a shift goes on with it.
 * When the log was silent for long, or its last event lies in the future so that nobody can tell
 * for how long, the screen is locked. That is recorded, too: the next start, a moment later, would
 * find a log that is not silent.
 * @throws GatehouseError `store.failed`
 */
export async function restoreDuty(
  { store, log }: DataSpace,
  nowMs: number,
  logger: Logger,
): Promise<DutyState> {
  const duty = await lastDuty(store);
  if (duty.state !== "on" || !(await wasSilent({ store, log }, nowMs))) return duty;
  try {
    await log.append({ type: "post.locked", body: {} }, contextOf(duty, "device"));
  } catch (error) {
    refusalOf(error, logger);
  }
  return { ...duty, state: "locked" };
}

async function wasSilent(
  { store, log }: Pick<DataSpace, "store" | "log">,
  nowMs: number,
): Promise<boolean> {
  const [last] = await readRows(store.events, {
    // This start has written its own first event already.
    selector: { epochOrder: { $lt: log.epochOrder } },
    sort: NEWEST_FIRST,
    limit: 1,
  });
  const silenceMs = last ? nowMs - last.wallTimeMs : 0;
  return silenceMs < 0 || silenceMs > MAX_SILENCE_MS;
}

async function lastDuty(store: DataSpace["store"]): Promise<DutyState> {
  const [started] = await newestOf(store, "shift.started", 1);
  const [ended] = await newestOf(store, "shift.ended", 1);
  if (!started || (ended && byPlace(ended, started) > 0)) return OFF_DUTY;
  const later: EventRow[] = [];
  for (const type of DUTY_STATE_TYPES) later.push(...(await rowsAfter(store, type, started)));
  const duty = [started, ...later.sort(byPlace)].reduce<DutyState>(dutyAfter, OFF_DUTY);
  // A power cut between the two events of a beginning leaves a shift that nobody had joined yet.
  return duty.operators.length > 0 ? duty : OFF_DUTY;
}
