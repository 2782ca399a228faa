import type { EventBody } from "@gatehouse/protocols/event/event-types";
import { describe, expect, it } from "vitest";
import { type PatrolEvent, PatrolLedger } from "./patrol-ledger.ts";
import { patrolRoundAt } from "./patrol-round.ts";

const MINUTE_MS = 60_000;
const EVERY = 120;
const PATROL = {
  everyMinutes: EVERY,
  points: [
    { code: "RACK-01", name: "机柜 1" },
    { code: "RACK-02", name: "机柜 2" },
  ],
};
/** Ten minutes into a round, wherever the tests run. */
const NOW_MS = patrolRoundAt(Date.UTC(2026, 2, 14, 9), EVERY).startMs + 10 * MINUTE_MS;

type PatrolType = "patrol.checked" | "patrol.reported" | "patrol.voided";

function event<Type extends PatrolType>(
  type: Type,
  body: EventBody<Type>,
  { eventId = "void-or-note", wallTimeMs = NOW_MS } = {},
): PatrolEvent {
  return { header: { eventId, type, wallTimeMs } as PatrolEvent["header"], body };
}

function check(eventId: string, pointCode: string, wallTimeMs = NOW_MS): PatrolEvent {
  const pointName = "机柜";
  return event("patrol.checked", { pointCode, pointName }, { eventId, wallTimeMs });
}

function note(checkEventId: string, pointCode: string, text: string): PatrolEvent {
  return event("patrol.reported", { checkEventId, pointCode, note: text });
}

function undo(voidedEventId: string, pointCode: string): PatrolEvent {
  return event("patrol.voided", { voidedEventId, pointCode, reason: "operator-undo" });
}

function ledgerAfter(...events: PatrolEvent[]): PatrolLedger {
  const ledger = new PatrolLedger(PATROL, NOW_MS);
  for (const one of events) ledger.take(one);
  return ledger;
}

function pointsAfter(...events: PatrolEvent[]) {
  const { points } = ledgerAfter(...events).view(NOW_MS);
  return points.map(({ checkedAtMs, note: text }) => [checkedAtMs, text]);
}

describe("the patrol's ledger", () => {
  it("begins a round with every point open, in the order of the configuration", () => {
    expect(ledgerAfter().view(NOW_MS)).toEqual({
      roundStartedAtMs: NOW_MS - 10 * MINUTE_MS,
      roundEndsAtMs: NOW_MS + 110 * MINUTE_MS,
      points: [
        { pointCode: "RACK-01", pointName: "机柜 1", checkedAtMs: null, note: null },
        { pointCode: "RACK-02", pointName: "机柜 2", checkedAtMs: null, note: null },
      ],
      latest: null,
    });
  });

  it("shows when a point was checked last, and the newest check", () => {
    const ledger = ledgerAfter(
      check("a", "RACK-02"),
      check("b", "RACK-01"),
      check("c", "RACK-02", NOW_MS + MINUTE_MS),
    );
    const { points, latest } = ledger.view(NOW_MS + MINUTE_MS);
    expect(points.map(({ checkedAtMs }) => checkedAtMs)).toEqual([NOW_MS, NOW_MS + MINUTE_MS]);
    expect(latest).toEqual({ checkEventId: "c", pointCode: "RACK-02" });
  });

  it("keeps what was abnormal when the point is checked again", () => {
    const seen = pointsAfter(
      check("a", "RACK-01"),
      note("a", "RACK-01", "风扇异响"),
      check("b", "RACK-01", NOW_MS + 1),
    );
    expect(seen).toEqual([
      [NOW_MS + 1, "风扇异响"],
      [null, null],
    ]);
  });

  it("leaves a note on a check that is not a point's newest out", () => {
    expect(
      pointsAfter(check("a", "RACK-01"), check("b", "RACK-01"), note("a", "RACK-01", "x"))[0],
    ).toEqual([NOW_MS, null]);
  });

  it("takes a voided check back, with its note, to the one before it", () => {
    expect(pointsAfter(check("a", "RACK-01"), undo("a", "RACK-01"))[0]).toEqual([null, null]);
    const twice = [check("a", "RACK-01"), check("b", "RACK-01", NOW_MS + 1)];
    const voided = [note("b", "RACK-01", "误记"), undo("b", "RACK-01")];
    expect(pointsAfter(...twice, ...voided)[0]).toEqual([NOW_MS, null]);
  });

  it("has no newest check once that was voided", () => {
    const ledger = ledgerAfter(check("a", "RACK-01"), check("b", "RACK-02"), undo("b", "RACK-02"));
    expect(ledger.latest()).toBeNull();
  });

  it("offers the newest check for five minutes", () => {
    const ledger = ledgerAfter(check("a", "RACK-01"));
    const until = NOW_MS + 5 * MINUTE_MS;
    expect(ledger.view(until).latest).toMatchObject({ checkEventId: "a" });
    expect(ledger.view(until + 1).latest).toBeNull();
    expect(ledger.undoable(until + 1)).toBeNull();
    expect(ledger.latest()).toMatchObject({ eventId: "a" });
  });

  it("opens all points again with the next round", () => {
    const ledger = ledgerAfter(check("a", "RACK-01"));
    const next = ledger.view(NOW_MS + EVERY * MINUTE_MS);
    expect(next.roundStartedAtMs).toBe(NOW_MS + 110 * MINUTE_MS);
    expect(next.points.map(({ checkedAtMs }) => checkedAtMs)).toEqual([null, null]);
  });

  it("stays in its round when the clock is put right by a moment at its start", () => {
    const startMs = NOW_MS - 10 * MINUTE_MS;
    const ledger = ledgerAfter(check("a", "RACK-01", startMs));
    const view = ledger.view(startMs - 2_000);
    expect(view.roundStartedAtMs).toBe(startMs);
    expect(view.points[0]?.checkedAtMs).toBe(startMs);
  });

  it("finds the round as it was when a clock that was set wrong is put right", () => {
    const ledger = ledgerAfter(check("a", "RACK-01"));
    for (const days of [1, -1, 2, 0]) {
      const wrongMs = NOW_MS + days * 24 * 60 * MINUTE_MS;
      const seen = ledger.view(wrongMs).points[0]?.checkedAtMs;
      expect(seen).toBe(days === 0 ? NOW_MS : null);
    }
    ledger.take(check("b", "RACK-02", NOW_MS + 1));
    const { points } = ledger.view(NOW_MS + 1);
    expect(points.map(({ checkedAtMs }) => checkedAtMs)).toEqual([NOW_MS, NOW_MS + 1]);
  });

  it("goes to the round that the clock names when it steps back by more", () => {
    const ledger = ledgerAfter(check("a", "RACK-01"));
    const view = ledger.view(NOW_MS - 8 * 60 * MINUTE_MS);
    expect(view.roundEndsAtMs).toBeLessThan(NOW_MS);
    expect(view.points[0]?.checkedAtMs).toBeNull();
  });
});
