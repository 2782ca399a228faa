import type { Ack } from "@gatehouse/protocols/wire/messages";
import type { Pool, PoolClient } from "pg";
import { insertAlarms, notifyLive } from "../store/alarm-writer.ts";
import { insertQuarantine, readStoredRange } from "../store/event-writer.ts";
import { type CursorKey, lockCursors, moveCursors } from "../store/stream-cursor.ts";
import { inTransaction, isRefusedData } from "../store/transaction.ts";
import type { ReceivedBatch } from "./batch-reader.ts";
import { GroupPlan, type PlanTools, type RejectedRow } from "./group-plan.ts";
import type { GroupTime } from "./row-kind.ts";

/** Where and how groups are committed. */
export interface CommitTools extends Omit<PlanTools, "readStored"> {
  readonly pool: Pool;
  /** The centre's clock, Unix ms. */
  readonly nowMs: () => number;
  /** IANA name that decides where a day of counts begins. */
  readonly timeZone: string;
}

/** The answer to one batch, but for what is known when it is sent; null where the station is not in the registry. */
export type BatchAnswer = Omit<Ack, "credit" | "nowMs"> | null;

interface GroupOptions {
  readonly isRefused: boolean;
}

/**
 * Commits batches in one transaction and answers each, in order. Rows that the database refuses are
 * found by halving and go to quarantine, so that they stop neither their neighbours nor other stations.
 */
export async function commitGroup(
  tools: CommitTools,
  batches: readonly ReceivedBatch[],
): Promise<readonly BatchAnswer[]> {
  try {
    return await commitOnce(tools, batches, { isRefused: false });
  } catch (error) {
    if (!isRefusedData(error)) throw error;
    return await commitApart(tools, batches);
  }
}

async function commitApart(
  tools: CommitTools,
  batches: readonly ReceivedBatch[],
): Promise<readonly BatchAnswer[]> {
  const [first] = batches;
  if (!first) return [];
  if (batches.length > 1) {
    const answers: BatchAnswer[] = [];
    for (const batch of batches) answers.push(...(await commitGroup(tools, [batch])));
    return answers;
  }
  if (first.rows.length === 1) return await commitOnce(tools, [first], { isRefused: true });
  const middle = first.rows.length >> 1;
  const [early = null] = await commitGroup(tools, [slice(first, 0, middle)]);
  const [late = null] = await commitGroup(tools, [slice(first, middle, first.rows.length)]);
  return [late && { ...late, rejected: [...(early?.rejected ?? []), ...late.rejected] }];
}

/** Rows `start` up to, not including, `end` as a batch of their own under the same id. */
function slice(batch: ReceivedBatch, start: number, end: number): ReceivedBatch {
  const { from, to } = batch.header;
  const before = batch.rows[start - 1]?.seq ?? from - 1;
  const last = batch.rows[end - 1]?.seq ?? to;
  const header = { ...batch.header, from: before + 1, to: last };
  return { ...batch, header, rows: batch.rows.slice(start, end) };
}

async function commitOnce(
  tools: CommitTools,
  batches: readonly ReceivedBatch[],
  options: GroupOptions,
): Promise<readonly BatchAnswer[]> {
  const receivedAtMs = tools.nowMs();
  return await inTransaction(tools.pool, async (client) => {
    const plan = await planGroup(tools, client, batches);
    const rejected: (readonly RejectedRow[])[] = [];
    for (const batch of batches) rejected.push(await plan.add(batch, options));
    await writePlan(client, plan, { receivedAtMs, timeZone: tools.timeZone });
    return batches.map((batch, at): BatchAnswer => {
      const cursor = plan.cursorOf(batch);
      return (
        cursor && {
          batch: batch.header.batch,
          stream: batch.header.stream,
          epoch: batch.header.epoch,
          hw: cursor.hw,
          hwHash: cursor.hwHash,
          rejected: [...(rejected[at] ?? [])],
        }
      );
    });
  });
}

async function planGroup(
  tools: CommitTools,
  client: PoolClient,
  batches: readonly ReceivedBatch[],
): Promise<GroupPlan> {
  const keys = new Map<string, CursorKey>();
  for (const { stationId, header } of batches) {
    const { stream, epoch } = header;
    keys.set(`${stationId} ${stream} ${epoch}`, { stationId, stream, epoch });
  }
  const locked = await lockCursors(client, [...keys.values()]);
  const readStored: PlanTools["readStored"] = (cursor, range) =>
    readStoredRange(client, cursor, range);
  return new GroupPlan({ ...tools, readStored }, locked);
}

async function writePlan(client: PoolClient, plan: GroupPlan, time: GroupTime): Promise<void> {
  const { kinds, quarantine, alarms } = plan;
  await kinds.ev.write(client, time);
  await kinds.tm.write(client, time);
  await insertQuarantine(client, quarantine, time.receivedAtMs);
  await insertAlarms(client, alarms);
  await moveCursors(client, plan.moved());
  if (kinds.ev.kept + quarantine.length > 0) await notifyLive(client, "events");
  else if (kinds.tm.kept > 0) await notifyLive(client, "telemetry");
}
