import type { ErrorCode } from "../error/error-table.ts";
import type { PoolSize } from "../event/pool-sizes.ts";
import type { CodeRead } from "../event/scan-events.ts";
import { fail, ok, type Result } from "../result.ts";
import { type OpenTube, personIn, type TableState, type TubeDraft } from "./tube-state.ts";

/** What somebody does at a sampling table. */
export type TubeAct =
  | {
      readonly kind: "open";
      readonly tubeCode: string;
      readonly read: CodeRead;
      /** A tube with this code was opened before and not voided. */
      readonly isUsed: boolean;
    }
  | { readonly kind: "add"; readonly read: CodeRead }
  /** `eventId`: of the last member, or of an empty tube's opening. */
  | { readonly kind: "undo"; readonly eventId: string }
  | ({ readonly kind: "seal" | "quarantine" } & SwabCount);

/** Swabs that were counted in a tube. */
export interface SwabCount {
  readonly tubeId: string;
  readonly swabs: number;
}

type Ruling = Result<TubeDraft, ErrorCode>;

/** What an act comes to: the event to record, or why not. The same table and act always agree. */
export function rule({ tube, poolSize }: TableState, act: TubeAct): Ruling {
  switch (act.kind) {
    case "open":
      return openTube(tube, act, poolSize);
    case "add":
      return addMember(tube, act.read);
    case "undo":
      return undo(tube, act.eventId);
    case "seal":
      return seal(tube, act);
    case "quarantine":
      return quarantine(tube, act);
  }
}

/** The table with another capacity for its next tubes. */
export function withPoolSize(state: TableState, poolSize: PoolSize): Result<TableState, ErrorCode> {
  return state.tube ? fail("tube.pool-size-fixed") : ok({ ...state, poolSize });
}

function openTube(
  open: OpenTube | null,
  { tubeCode, read, isUsed }: TubeAct & { kind: "open" },
  capacity: PoolSize,
): Ruling {
  if (open) return fail(open.tubeCode === tubeCode ? "tube.already-open" : "tube.still-open");
  if (isUsed) return fail("tube.used-before");
  return ok({ type: "tube.opened", body: { tubeCode, capacity, read } });
}

function addMember(tube: OpenTube | null, read: CodeRead): Ruling {
  if (!tube) return fail("tube.scan-tube-first");
  const { tubeId, tubeCode, capacity, members } = tube;
  const code = personIn(read.payload);
  // Nobody could be found again by a blank text.
  if (code === "") return fail("event.invalid");
  if (members.some(({ person }) => person.reveal() === code)) return fail("tube.member-again");
  if (members.length >= capacity) return fail("tube.full");
  const position = members.length + 1;
  return ok({ type: "tube.member-added", body: { tubeId, tubeCode, position, read } });
}

function undo(tube: OpenTube | null, eventId: string): Ruling {
  if (!tube) return fail("tube.nothing-to-undo");
  const { tubeId, tubeCode, members } = tube;
  const reason = "operator-undo";
  const last = members.at(-1);
  if (last?.eventId === eventId) {
    const { position } = last;
    const body = { tubeId, tubeCode, voidedEventId: eventId, position, reason } as const;
    return ok({ type: "tube.member-voided", body });
  }
  if (last || tubeId !== eventId) return fail("tube.nothing-to-undo");
  return ok({ type: "tube.voided", body: { tubeId, tubeCode, reason } });
}

function seal(tube: OpenTube | null, { tubeId, swabs }: SwabCount): Ruling {
  if (tube?.tubeId !== tubeId) return fail("tube.not-open");
  const members = tube.members.length;
  if (members === 0) return fail("tube.empty");
  if (members !== swabs) return fail("tube.count-mismatch");
  const { tubeCode, capacity } = tube;
  return ok({ type: "tube.sealed", body: { tubeId, tubeCode, capacity, members, swabs } });
}

function quarantine(tube: OpenTube | null, { tubeId, swabs }: SwabCount): Ruling {
  if (tube?.tubeId !== tubeId) return fail("tube.not-open");
  const members = tube.members.length;
  if (members === swabs) return fail(members === 0 ? "tube.empty" : "tube.counts-agree");
  const { tubeCode, capacity } = tube;
  const body = { tubeId, tubeCode, capacity, members, swabs, reason: "count-mismatch" } as const;
  return ok({ type: "tube.quarantined", body });
}
