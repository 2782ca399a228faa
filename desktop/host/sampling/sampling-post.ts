import type { OpenTubeView } from "@gatehouse/protocols/rpc/sampling-view";
import type { OpenTube } from "@gatehouse/protocols/sampling/tube-state";
import { maskedTail } from "@gatehouse/protocols/sensitive";
import type { DutyCheck, OnDuty, Post, PostParts } from "../post/post.ts";
import { typedRead } from "../post/typed-read.ts";
import type { SamplingConfig } from "../post-config.ts";
import { SamplingDesk } from "./sampling-desk.ts";
import { TubeLedger } from "./tube-ledger.ts";
import { readClosedTubes, readTable } from "./tube-log.ts";

/** Closed tubes are read back so far at least: a night shift whose screen is locked at start is not known yet. */
const READ_BACK_MS = 36 * 3_600_000;

/**
 * Opens a sampling table on one data space. The open tube, the last tubes and the counts go on
 * from what the log holds.
 * @throws GatehouseError `store.failed`
 */
export async function openSamplingPost(parts: PostParts, config: SamplingConfig): Promise<Post> {
  const { clock, duty, space } = parts;
  const shift = shiftWatch(duty);
  const shiftStartMs = shift()?.shiftStartedAtMs ?? Number.POSITIVE_INFINITY;
  const sinceMs = Math.min(shiftStartMs, clock.nowMs() - READ_BACK_MS);
  const ledger = new TubeLedger(await readClosedTubes(space.store, sinceMs));
  const desk = new SamplingDesk({
    ...parts,
    state: await readTable(space.store, config.poolSize),
    ledger,
    codes: { prefix: config.tubePrefix, length: config.tubeLength },
  });
  return {
    view() {
      const { tube, poolSize } = desk.state;
      return {
        role: "sampling",
        tube: tube && viewOf(tube),
        poolSize,
        lastTubes: ledger.last,
        counts: ledger.counts(shift(), clock.nowMs()),
      };
    },
    takeScan: async (read) => void (await desk.take(read)),
    handlers: {
      role: "sampling",
      enter: (payload) => desk.take(typedRead(payload)),
      choosePoolSize: (size) => desk.choosePoolSize(size),
      undo: (eventId) => desk.undo(eventId),
      seal: (counted) => desk.seal(counted),
      quarantine: (counted) => desk.quarantine(counted),
    },
  };
}

/** The shift that runs; a locked screen says nobody acts, but its shift is still the last one seen. */
function shiftWatch(duty: DutyCheck): () => OnDuty | null {
  let shift: OnDuty | null = null;
  return () => {
    const present = duty.onDuty();
    if (present.ok) shift = present.value;
    else if (present.reason !== "duty.locked") shift = null;
    return shift;
  };
}

function viewOf({ members, ...tube }: OpenTube): OpenTubeView {
  return {
    ...tube,
    members: members.map(({ person, ...member }) => ({
      ...member,
      maskedTail: maskedTail(person.reveal()),
    })),
  };
}
