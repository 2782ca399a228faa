import { describe, expect, it } from "vitest";
import { describeRead } from "./watch-scanner.ts";

const read = {
  payload: "PASS-SECRET-1234",
  encoding: "utf-8",
  aimId: null,
  symbology: null,
  terminator: "idle",
} as const;

describe("a watched read", () => {
  it("shows only the last four signs of the code", () => {
    expect(describeRead(read, false)).toBe(
      "unknown symbology, 16 characters, utf-8, ended by silence: 1234\n",
    );
  });

  it("shows the whole code when that was asked for", () => {
    expect(describeRead(read, true)).toContain(": PASS-SECRET-1234\n");
  });
});
