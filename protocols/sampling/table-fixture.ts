import type { CodeRead } from "../event/scan-events.ts";
import { rule, type TubeAct, withPoolSize } from "./tube-rules.ts";
import { afterEvent, type TableState, type TubeEvent } from "./tube-state.ts";

/** Between tubes, with a pool size of 5. */
export const EMPTY: TableState = { tube: null, poolSize: 5 };

function readOf(payload: string): CodeRead {
  return {
    deviceId: "scanner-1",
    payload,
    encoding: "utf-8",
    aimId: null,
    symbology: null,
    terminator: "suffix",
  };
}

/** A tube code is scanned. */
export const open = (tubeCode: string, isUsed = false): TubeAct => ({
  kind: "open",
  tubeCode,
  read: readOf(tubeCode),
  isUsed,
});
/** A person's code is scanned. */
export const add = (person: string): TubeAct => ({ kind: "add", read: readOf(person) });

/** A table that a test works at, and its log. */
export interface TestTable {
  readonly events: readonly TubeEvent[];
  readonly state: TableState;
  /** @returns the code of a refusal, else the type of the event */
  act(act: TubeAct): string;
  setPoolSize(size: TableState["poolSize"]): void;
}

/** A table whose log numbers its events e1, e2, … */
export function createTable(first: TableState = EMPTY): TestTable {
  let state = first;
  const events: TubeEvent[] = [];
  return {
    events,
    get state() {
      return state;
    },
    act(act) {
      const ruling = rule(state, act);
      if (!ruling.ok) return ruling.reason;
      const eventId = `e${events.length + 1}`;
      const placed = { eventId, source: "device", shiftId: null, atMs: events.length } as const;
      const event: TubeEvent = { ...ruling.value, ...placed };
      events.push(event);
      state = afterEvent(state, event);
      return event.type;
    },
    setPoolSize(size) {
      const next = withPoolSize(state, size);
      if (next.ok) state = next.value;
    },
  };
}
