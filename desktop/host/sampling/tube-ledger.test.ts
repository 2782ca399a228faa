import type { ClosedTubeView } from "@gatehouse/protocols/rpc/sampling-view";
import { describe, expect, it } from "vitest";
import { TubeLedger } from "./tube-ledger.ts";

/** Local times, so that midnight is where it is whatever the time zone. */
const EVENING_MS = new Date(2026, 2, 14, 22).getTime();
const MORNING_MS = new Date(2026, 2, 15, 6).getTime();
const MIDNIGHT_MS = new Date(2026, 2, 15).getTime();
const NIGHT_SHIFT = { shiftId: "night", shiftStartedAtMs: EVENING_MS };

function tube(closedAtMs: number, changes: Partial<ClosedTubeView> = {}): ClosedTubeView {
  const code = { tubeId: "e1", tubeCode: "B2026004417", capacity: 10 } as const;
  return { ...code, state: "sealed", members: 3, swabs: 3, closedAtMs, ...changes };
}

function nightLedger(): TubeLedger {
  const ledger = new TubeLedger({ last: [], counted: [] });
  ledger.closed(tube(EVENING_MS - 1), "late");
  ledger.closed(tube(EVENING_MS + 1), "night");
  ledger.closed(tube(MIDNIGHT_MS), "night");
  return ledger;
}

describe("tube ledger", () => {
  it("counts a shift over midnight", () => {
    expect(nightLedger().counts(NIGHT_SHIFT, MORNING_MS)).toEqual({
      tubes: 2,
      people: 6,
      sinceMs: EVENING_MS,
      asOfMs: MORNING_MS,
    });
  });

  it("counts since local midnight when nobody is on duty", () => {
    expect(nightLedger().counts(null, MORNING_MS)).toMatchObject({
      tubes: 1,
      people: 3,
      sinceMs: MIDNIGHT_MS,
    });
  });

  it("counts a shift's tube that a clock set back puts before its start", () => {
    const ledger = nightLedger();
    ledger.closed(tube(EVENING_MS - 3_600_000), "night");
    expect(ledger.counts(NIGHT_SHIFT, MORNING_MS).tubes).toBe(3);
  });

  it("counts tubes that were put aside and none that were voided", () => {
    const ledger = nightLedger();
    ledger.closed(tube(MORNING_MS, { state: "quarantined", swabs: 2 }), "night");
    ledger.closed(tube(MORNING_MS, { state: "voided", members: 0, swabs: null }), "night");
    expect(ledger.counts(NIGHT_SHIFT, MORNING_MS)).toMatchObject({ tubes: 3, people: 9 });
    expect(ledger.last.slice(0, 2).map(({ state }) => state)).toEqual(["voided", "quarantined"]);
  });

  it("forgets the oldest beyond ten thousand, whatever order they were read in", () => {
    const counted = Array.from({ length: 10_000 }, (_, at) => ({
      members: 1,
      shiftId: at === 9_999 ? "first" : "night",
      closedAtMs: EVENING_MS + 9_999 - at,
    }));
    const ledger = new TubeLedger({ last: [], counted });
    ledger.closed(tube(MORNING_MS), "night");
    const first = { shiftId: "first", shiftStartedAtMs: EVENING_MS };
    expect(ledger.counts(first, MORNING_MS).tubes).toBe(0);
    expect(ledger.counts(NIGHT_SHIFT, MORNING_MS).tubes).toBe(10_000);
  });
});
