import { describe, expect, it } from "vitest";
import { inventCode, seededRandom } from "./invented-codes.ts";

function codesOf(seed: number, count: number): string[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => inventCode(random).text);
}

describe("invented codes", () => {
  it("are the same for the same seed and others for another", () => {
    expect(codesOf(7, 50)).toEqual(codesOf(7, 50));
    expect(codesOf(7, 50)).not.toEqual(codesOf(8, 50));
  });

  it("hardly ever repeat on a day's work", () => {
    expect(new Set(codesOf(1, 1_000)).size).toBeGreaterThan(950);
  });

  it("never hold a run of digits as long as an identity number", () => {
    expect(codesOf(1, 2_000).filter((text) => /\d{15}/.test(text))).toEqual([]);
  });
});
