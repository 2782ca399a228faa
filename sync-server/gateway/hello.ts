import type { StationId } from "@gatehouse/protocols/ids";
import {
  type CentreHello,
  INITIAL_CREDIT,
  MAX_MESSAGE_BYTES,
  type StationHello,
  WIRE_VERSION,
} from "@gatehouse/protocols/wire/messages";
import type { Pool } from "pg";
import { type Alarm, insertAlarms } from "../store/alarm-writer.ts";
import { announcedBy, announceEpochs, type Cursor } from "../store/stream-cursor.ts";
import { inTransaction } from "../store/transaction.ts";

/**
 * Answers a station's hello with the centre's marks, which rule. The same position under another
 * hash means that two histories exist (a clone, or a copy set back in time): alarm `chain-fork`.
 */
export async function answerHello(
  tools: { readonly pool: Pool; readonly nowMs: () => number },
  stationId: StationId,
  hello: StationHello,
): Promise<CentreHello> {
  const cursors = await inTransaction(tools.pool, async (client) => {
    const locked = await announceEpochs(client, announcedBy(stationId, hello));
    await insertAlarms(client, forksIn(hello, locked));
    return locked;
  });
  return {
    v: WIRE_VERSION,
    marks: cursors.map(({ stream, epoch, hw, hwHash }) => ({ stream, epoch, hw, hwHash })),
    credit: INITIAL_CREDIT,
    maxMessageBytes: MAX_MESSAGE_BYTES,
    echoSentAtMs: hello.sentAtMs,
    nowMs: tools.nowMs(),
  };
}

function forksIn(hello: StationHello, cursors: readonly Cursor[]): readonly Alarm[] {
  return cursors.flatMap((cursor): Alarm[] => {
    const said = hello.streams.find(
      ({ stream, epoch }) => stream === cursor.stream && epoch === cursor.epoch,
    );
    if (!said || said.ackedSeq !== cursor.hw) return [];
    if (said.ackedHash === null || cursor.hwHash === null) return [];
    if (said.ackedHash === cursor.hwHash) return [];
    const detail = { epoch: cursor.epoch, seq: cursor.hw };
    return [{ stationId: cursor.stationId, kind: "chain-fork", detail }];
  });
}
