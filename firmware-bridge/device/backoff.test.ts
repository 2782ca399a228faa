import { describe, expect, it } from "vitest";
import { backoffMs } from "./backoff.ts";

describe("backoff", () => {
  it("doubles its bound from 250 ms up to 15 s", () => {
    const bounds = [0, 1, 2, 3, 4, 5, 6, 60, 1e9].map((attempt) => backoffMs(attempt, 1));
    expect(bounds).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
  });

  it("spreads over the whole range below its bound", () => {
    expect([0, 0.5, 1].map((random) => backoffMs(3, random))).toEqual([0, 1_000, 2_000]);
  });
});
