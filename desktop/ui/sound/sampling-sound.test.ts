import { quietView } from "@gatehouse/protocols/rpc/quiet-view";
import type {
  MemberView,
  OpenTubeView,
  SamplingView,
} from "@gatehouse/protocols/rpc/sampling-view";
import type { StationView } from "@gatehouse/protocols/rpc/station-view";
import { expect, it } from "vitest";
import { samplingEarcon } from "./sampling-sound.ts";

function table(changes: Partial<SamplingView> = {}): StationView {
  const counts = { tubes: 0, people: 0, sinceMs: 0, asOfMs: 0 };
  const post = { role: "sampling", tube: null, poolSize: 5, lastTubes: [], counts } as const;
  return quietView(0, { post: { ...post, ...changes } });
}

function member(position: number): MemberView {
  return { eventId: `event-${position}`, position, atMs: 0, maskedTail: "0001", source: "device" };
}

function withMembers(count: number): OpenTubeView {
  const members = Array.from({ length: count }, (_, at) => member(at + 1));
  return { tubeId: "tube-1", tubeCode: "B2026000001", capacity: 5, openedAtMs: 0, members };
}

const holding = (count: number) => table({ tube: withMembers(count) });

const CLOSED = {
  tubeId: "tube-1",
  tubeCode: "B2026000001",
  capacity: 5,
  members: 5,
  swabs: 5,
  closedAtMs: 0,
} as const;

it("clicks for an opened tube and for each person in it", () => {
  expect(samplingEarcon(table(), holding(0))).toBe("click");
  expect(samplingEarcon(holding(0), holding(1))).toBe("click");
  expect(samplingEarcon(holding(1), holding(1))).toBeNull();
});

it("rises once when the tube is full", () => {
  expect(samplingEarcon(holding(4), holding(5))).toBe("rising");
  expect(samplingEarcon(holding(5), holding(5))).toBeNull();
});

it("is a soft double for a sealed tube, and silent for one put aside or undone", () => {
  const closed = (state: "sealed" | "quarantined" | "voided") =>
    table({ lastTubes: [{ ...CLOSED, state }] });
  expect(samplingEarcon(holding(5), closed("sealed"))).toBe("double");
  expect(samplingEarcon(holding(5), closed("quarantined"))).toBeNull();
  expect(samplingEarcon(holding(0), closed("voided"))).toBeNull();
  expect(samplingEarcon(closed("sealed"), closed("sealed"))).toBeNull();
});

it("is silent for an undone person, for another data space and at another post", () => {
  expect(samplingEarcon(holding(2), holding(1))).toBeNull();
  expect(samplingEarcon(table(), { ...holding(1), mode: "training" })).toBeNull();
  expect(samplingEarcon(quietView(0), holding(1))).toBeNull();
});
