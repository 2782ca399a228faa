import { describe, expect, it } from "vitest";
import { ok } from "../result.ts";
import { add, createTable, EMPTY, open } from "./table-fixture.ts";
import { withPoolSize } from "./tube-rules.ts";

describe("a sampling table", () => {
  it("opens a tube with the capacity that was chosen, and takes persons in order", () => {
    const table = createTable({ tube: null, poolSize: 10 });
    expect([table.act(open("B1")), table.act(add(" P1 ")), table.act(add("P2"))]).toEqual([
      "tube.opened",
      "tube.member-added",
      "tube.member-added",
    ]);
    expect(table.state.tube).toMatchObject({ tubeId: "e1", tubeCode: "B1", capacity: 10 });
    const members = table.state.tube?.members.map(({ eventId, position, person }) => [
      eventId,
      position,
      person.reveal(),
    ]);
    expect(members).toEqual([
      ["e2", 1, "P1"],
      ["e3", 2, "P2"],
    ]);
  });

  it("refuses a person without a tube, again in the same one, or beyond its capacity", () => {
    const table = createTable({ tube: null, poolSize: 1 });
    expect(table.act(add("P1"))).toBe("tube.scan-tube-first");
    table.act(open("B1"));
    table.act(add("P1"));
    expect(table.act(add("P1 "))).toBe("tube.member-again");
    expect(table.act(add("P2"))).toBe("tube.full");
  });

  it("refuses a blank text as a person", () => {
    const table = createTable();
    table.act(open("B1"));
    expect(table.act(add("  "))).toBe("event.invalid");
  });

  it("refuses a tube that was used, and any tube while one is open", () => {
    const table = createTable();
    expect(table.act(open("B1", true))).toBe("tube.used-before");
    table.act(open("B2"));
    expect(table.act(open("B2"))).toBe("tube.already-open");
    expect(table.act(open("B3"))).toBe("tube.still-open");
  });

  it("undoes the last member and gives the place to the next one", () => {
    const table = createTable();
    for (const act of [open("B1"), add("P1"), add("P2")]) table.act(act);
    expect(table.act({ kind: "undo", eventId: "e2" })).toBe("tube.nothing-to-undo");
    expect(table.act({ kind: "undo", eventId: "e1" })).toBe("tube.nothing-to-undo");
    expect(table.act({ kind: "undo", eventId: "e3" })).toBe("tube.member-voided");
    expect(table.act({ kind: "undo", eventId: "e3" })).toBe("tube.nothing-to-undo");
    table.act(add("P3"));
    expect(table.events.at(-1)?.body).toMatchObject({ position: 2 });
    expect(table.events).toHaveLength(5);
  });

  it("undoes an empty tube by its id, and nothing between tubes", () => {
    const table = createTable();
    expect(table.act({ kind: "undo", eventId: "e1" })).toBe("tube.nothing-to-undo");
    table.act(open("B1"));
    expect(table.act({ kind: "undo", eventId: "e9" })).toBe("tube.nothing-to-undo");
    expect(table.act({ kind: "undo", eventId: "e1" })).toBe("tube.voided");
    expect(table.state.tube).toBeNull();
  });

  it("seals when as many swabs were counted as persons, and refuses otherwise", () => {
    const table = createTable();
    const seal = (tubeId: string, swabs: number) => table.act({ kind: "seal", tubeId, swabs });
    expect(seal("e1", 1)).toBe("tube.not-open");
    table.act(open("B1"));
    expect(seal("e1", 0)).toBe("tube.empty");
    table.act(add("P1"));
    expect(seal("e2", 1)).toBe("tube.not-open");
    expect(seal("e1", 2)).toBe("tube.count-mismatch");
    expect(seal("e1", 1)).toBe("tube.sealed");
    expect(seal("e1", 1)).toBe("tube.not-open");
    expect(table.events.at(-1)?.body).toMatchObject({ capacity: 5, members: 1, swabs: 1 });
  });

  it("puts a tube aside only when the numbers differ", () => {
    const table = createTable();
    const quarantine = (swabs: number) => table.act({ kind: "quarantine", tubeId: "e1", swabs });
    expect(quarantine(1)).toBe("tube.not-open");
    table.act(open("B1"));
    expect(quarantine(0)).toBe("tube.empty");
    table.act(add("P1"));
    expect(quarantine(1)).toBe("tube.counts-agree");
    expect(quarantine(0)).toBe("tube.quarantined");
    expect(table.state.tube).toBeNull();
  });

  it("puts a tube aside whose persons are all gone while a swab is in it", () => {
    const table = createTable();
    table.act(open("B1"));
    expect(table.act({ kind: "quarantine", tubeId: "e1", swabs: 1 })).toBe("tube.quarantined");
  });

  it("keeps the pool size while a tube is open", () => {
    expect(withPoolSize(EMPTY, 20)).toEqual(ok({ tube: null, poolSize: 20 }));
    const table = createTable();
    table.act(open("B1"));
    expect(withPoolSize(table.state, 20)).toMatchObject({ reason: "tube.pool-size-fixed" });
  });
});
