import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { POOL_SIZES } from "../event/pool-sizes.ts";
import { add, createTable, open, type TestTable } from "./table-fixture.ts";
import { afterEvent, type TableState, type TubeEvent } from "./tube-state.ts";

/** Few codes and small numbers, so that acts meet each other. Ids are resolved against the log. */
type Step =
  | { readonly do: "open" | "add"; readonly code: number }
  | { readonly do: "undo"; readonly back: number }
  | { readonly do: "seal" | "quarantine"; readonly off: number }
  | { readonly do: "pool"; readonly size: TableState["poolSize"] };

const step: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: fc.record({ do: fc.constant("add" as const), code: fc.nat(30) }), weight: 6 },
  fc.record({ do: fc.constant("open" as const), code: fc.nat(4) }),
  fc.record({ do: fc.constant("undo" as const), back: fc.nat(3) }),
  fc.record({ do: fc.constantFrom("seal" as const, "quarantine" as const), off: fc.nat(2) }),
  fc.record({ do: fc.constant("pool" as const), size: fc.constantFrom(...POOL_SIZES) }),
);

function run(table: TestTable, taken: Step): void {
  const { tube } = table.state;
  switch (taken.do) {
    case "pool":
      table.setPoolSize(taken.size);
      return;
    case "add":
      table.act(add(`P${taken.code}`));
      return;
    case "open":
      table.act(open(`B${taken.code}`));
      return;
    case "undo":
      table.act({ kind: "undo", eventId: `e${table.events.length - taken.back}` });
      return;
    case "seal":
    case "quarantine": {
      const swabs = (tube?.members.length ?? 0) + taken.off;
      table.act({ kind: taken.do, tubeId: tube?.tubeId ?? "none", swabs });
    }
  }
}

function checkOpenTube({ tube }: TableState): void {
  if (!tube) return;
  const { members, capacity } = tube;
  expect(members.length).toBeLessThanOrEqual(capacity);
  expect(members.map(({ position }) => position)).toEqual(members.map((_, at) => at + 1));
  expect(new Set(members.map(({ person }) => person.reveal())).size).toBe(members.length);
}

/** Plays the log once more with other means: what it says of each tube must stand by itself. */
function checkLog(events: readonly TubeEvent[]): void {
  const places = new Map<string, Set<number>>();
  const closed = new Set<string>();
  for (const { type, eventId, body } of events) {
    if (type === "tube.opened") {
      expect(places.size).toBe(closed.size);
      places.set(eventId, new Set());
      continue;
    }
    const taken = places.get(body.tubeId);
    expect(closed.has(body.tubeId)).toBe(false);
    if (type === "tube.member-added") {
      expect(body.position).toBe((taken?.size ?? 0) + 1);
      taken?.add(body.position);
    } else if (type === "tube.member-voided") {
      expect(taken?.delete(body.position)).toBe(true);
    } else {
      closed.add(body.tubeId);
      if (type === "tube.voided") expect(taken?.size).toBe(0);
      else expect(body.members).toBe(taken?.size);
      if (type === "tube.sealed") expect(body.swabs).toBe(body.members);
      if (type === "tube.quarantined") expect(body.swabs).not.toBe(body.members);
    }
  }
}

describe("whatever is done at a table", () => {
  it("never overfills a tube, leaves no gap in its places, and changes no closed one", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...POOL_SIZES),
        fc.array(step, { maxLength: 80 }),
        (size, steps) => {
          const table = createTable({ tube: null, poolSize: size });
          for (const taken of steps) {
            run(table, taken);
            checkOpenTube(table.state);
          }
          checkLog(table.events);
          const replayed = table.events.reduce(afterEvent, { tube: null, poolSize: size });
          expect(replayed.tube).toEqual(table.state.tube);
        },
      ),
      { numRuns: 300 },
    );
  });
});
