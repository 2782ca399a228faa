import { describe, expect, it } from "vitest";
import { nodeDigests, nodeRandomBytes } from "../digests.ts";
import { type EventOrigin, stampEvent } from "./event-builder.ts";
import { GUARD, NOON_MS, scanOf, testStation } from "./log-fixture.ts";

const origin: EventOrigin = {
  station: testStation(),
  mode: "training",
  epoch: "00000000000000aa" as EventOrigin["epoch"],
  clock: { nowMs: () => NOON_MS, monotonicMs: () => 42 },
  random: nodeRandomBytes,
  digests: nodeDigests,
  clockOffset: () => null,
};

function stamped(changes: Partial<EventOrigin> = {}) {
  const event = stampEvent({ ...origin, ...changes }, scanOf("A-1"), GUARD);
  if (!event.ok) throw new Error(event.reason);
  return event.value;
}

describe("a stamped event", () => {
  it("says who, where, when and by which clocks", () => {
    expect(stamped().header).toMatchObject({
      type: "scan.recorded",
      stationId: "st-gate-1",
      siteId: "site-1",
      laneId: "lane-1",
      epoch: origin.epoch,
      mode: "training",
      wallTimeMs: NOON_MS,
      monotonicMs: 42,
      clockOffsetMs: null,
      clockUncertaintyMs: null,
      ...GUARD,
    });
  });

  it("GW-11: carries the last estimate of the centre's clock and how sure it is", () => {
    const clockOffset = () => ({ offsetMs: -60_000, uncertaintyMs: 20 });
    expect(stamped({ clockOffset }).header).toMatchObject({
      clockOffsetMs: -60_000,
      clockUncertaintyMs: 20,
    });
  });
});
