import { quietView } from "@gatehouse/protocols/rpc/quiet-view";
import type { ReadingView, RoomView } from "@gatehouse/protocols/rpc/room-view";
import type { StationView } from "@gatehouse/protocols/rpc/station-view";
import { describe, expect, it } from "vitest";
import { reduceScreen, type ScreenState } from "../state/screen-state.ts";
import { earconFor } from "./sound-choice.ts";

const READING: ReadingView = {
  deviceId: "probe-1",
  name: "冷通道",
  metric: "temperatureC",
  value: 24,
  atMs: 0,
  state: "within",
  sinceMs: 0,
  limits: { low: 18, high: 27 },
  trend: [],
  trendPeriodMs: 60_000,
};

function room(changes: Partial<RoomView["patrol"]>, states: readonly ReadingView["state"][] = []) {
  const readings = states.map((state, at) => ({ ...READING, deviceId: `probe-${at}`, state }));
  const patrol = { roundStartedAtMs: 0, roundEndsAtMs: 0, points: [], latest: null, ...changes };
  return { post: { role: "room", readings, patrol } } as const;
}

const checked = (checkEventId: string) => room({ latest: { checkEventId, pointCode: "A1" } });

function show(before: ScreenState, changes: Partial<StationView>): ScreenState {
  return reduceScreen(before, { type: "view", view: quietView(0, changes), atMs: 0 });
}

/** What is heard from one view to the next. */
function heard(before: Partial<StationView>, after: Partial<StationView>) {
  const old = show({ phase: "connecting", sinceMs: 0, atMs: 0 }, before);
  return earconFor(old, show(old, after));
}

describe("the sound of a machine room", () => {
  it("is a click for each check, and none for an undo or a repeated view", () => {
    expect(heard(room({}), checked("1"))).toBe("click");
    expect(heard(checked("1"), checked("2"))).toBe("click");
    expect(heard(checked("2"), checked("2"))).toBeNull();
    expect(heard(checked("2"), room({}))).toBeNull();
  });

  it("is two low knocks for a code that is no point of the patrol", () => {
    const notice = { code: "patrol.unknown-point", atMs: 0 };
    expect(heard(room({}), { ...room({}), notice })).toBe("knocks");
  });

  it("falls once when a reading leaves its limits or goes silent, and not while it stays so", () => {
    const fine = room({}, ["within", "within"]);
    for (const state of ["above", "below", "silent"] as const) {
      expect(heard(fine, room({}, ["within", state]))).toBe("descending");
      expect(heard(room({}, ["within", state]), room({}, ["within", state]))).toBeNull();
    }
    expect(heard(room({}, ["silent"]), room({}, ["above"]))).toBe("descending");
    expect(heard(room({}, ["within", "above"]), room({}, ["silent", "above"]))).toBe("descending");
  });

  it("is none when a reading comes back, and none for what was so when the screen came up", () => {
    expect(heard(room({}, ["above"]), room({}, ["within"]))).toBeNull();
    expect(heard(room({}), room({}, ["above"]))).toBeNull();
    const connecting: ScreenState = { phase: "connecting", sinceMs: 0, atMs: 0 };
    expect(earconFor(connecting, show(connecting, room({}, ["above"])))).toBeNull();
  });

  it("is none for the checks of a training that begins", () => {
    expect(heard(room({}), { ...checked("1"), mode: "training" })).toBeNull();
  });
});
