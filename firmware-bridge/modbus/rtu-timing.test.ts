import { describe, expect, it } from "vitest";
import { frameSilenceMs, wireTimeMs } from "./rtu-timing.ts";

describe("time on an RTU wire", () => {
  it.each([
    [1_200, 32.08],
    [9_600, 4.01],
    [19_200, 2.01],
    [38_400, 1.75],
    [115_200, 1.75],
  ])("is at %i bits per second silent for %f ms between frames", (baudRate, silenceMs) => {
    expect(frameSilenceMs(baudRate)).toBeCloseTo(silenceMs, 2);
  });

  it("is 1.146 ms for a character at 9600", () => {
    expect(wireTimeMs(1, 9_600)).toBeCloseTo(1.146, 3);
  });
});
