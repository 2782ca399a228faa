import { describe, expect, it } from "vitest";
import { DuplicateFilter } from "./duplicate-filter.ts";

describe("a duplicate filter", () => {
  it("takes the same code within the window for the same scan", () => {
    const filter = new DuplicateFilter(1_500);
    expect(filter.isRepeat("A", 0)).toBe(false);
    expect(filter.isRepeat("A", 1_499)).toBe(true);
  });

  it("takes the same code after the window for a new scan", () => {
    const filter = new DuplicateFilter(1_500);
    filter.isRepeat("A", 0);
    expect(filter.isRepeat("A", 1_500)).toBe(false);
  });

  it("keeps a code that is held in front of the scanner one scan", () => {
    const filter = new DuplicateFilter(1_500);
    filter.isRepeat("A", 0);
    for (let nowMs = 1_000; nowMs <= 10_000; nowMs += 1_000) {
      expect(filter.isRepeat("A", nowMs)).toBe(true);
    }
  });

  it("never mixes different codes and still knows the first one", () => {
    const filter = new DuplicateFilter(1_500);
    filter.isRepeat("A", 0);
    expect(filter.isRepeat("B", 100)).toBe(false);
    expect(filter.isRepeat("A", 200)).toBe(true);
  });

  it("is off with a window of zero", () => {
    const filter = new DuplicateFilter(0);
    filter.isRepeat("A", 0);
    expect(filter.isRepeat("A", 0)).toBe(false);
  });

  it("forgets the oldest codes rather than growing", () => {
    const filter = new DuplicateFilter(1_500);
    for (let n = 0; n < 1_000; n += 1) filter.isRepeat(`code ${n}`, 0);
    expect(filter.isRepeat("code 999", 1)).toBe(true);
    expect(filter.isRepeat("code 0", 1)).toBe(false);
  });
});
