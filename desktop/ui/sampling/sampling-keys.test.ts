import type {
  MemberView,
  OpenTubeView,
  SamplingView,
} from "@gatehouse/protocols/rpc/sampling-view";
import { describe, expect, it } from "vitest";
import { poolSizeOffer, sealOffer, undoOffer } from "./sampling-keys.ts";

const MEMBER: MemberView = {
  eventId: "event-1",
  position: 1,
  atMs: 0,
  maskedTail: "0001",
  source: "device",
};

function tubeWith(members: readonly MemberView[]): OpenTubeView {
  return { tubeId: "tube-1", tubeCode: "B2026000001", capacity: 5, openedAtMs: 0, members };
}

function table(changes: Partial<SamplingView>): SamplingView {
  const counts = { tubes: 0, people: 0, sinceMs: 0, asOfMs: 0 };
  return { role: "sampling", tube: null, poolSize: 10, lastTubes: [], counts, ...changes };
}

describe("the table's keys", () => {
  it("go through the pool sizes and begin again, while no tube is open", () => {
    const after = (poolSize: SamplingView["poolSize"]) => poolSizeOffer(table({ poolSize }));
    expect(after(1)).toEqual({ can: true, thing: 5 });
    expect(after(20)).toEqual({ can: true, thing: 1 });
    expect(poolSizeOffer(table({ tube: tubeWith([]) }))).toEqual({
      can: false,
      code: "tube.pool-size-fixed",
    });
  });

  it("undo the last person, then the empty tube, and nothing between tubes", () => {
    const second = { ...MEMBER, eventId: "event-2", position: 2 };
    expect(undoOffer(table({ tube: tubeWith([MEMBER, second]) }))).toEqual({
      can: true,
      thing: "event-2",
    });
    expect(undoOffer(table({ tube: tubeWith([]) }))).toEqual({ can: true, thing: "tube-1" });
    expect(undoOffer(table({}))).toEqual({ can: false, code: "tube.nothing-to-undo" });
  });

  it("seal a tube that somebody is in", () => {
    expect(sealOffer(table({}))).toEqual({ can: false, code: "tube.not-open" });
    expect(sealOffer(table({ tube: tubeWith([]) }))).toEqual({ can: false, code: "tube.empty" });
    expect(sealOffer(table({ tube: tubeWith([MEMBER]) }))).toMatchObject({ can: true });
  });
});
