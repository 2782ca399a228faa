import { argon2Sync, randomBytes } from "node:crypto";
import { PIN_PATTERN } from "@gatehouse/protocols/bundle/operators";
import { describe, expect, it } from "vitest";
import { makePinVerifier, newPin } from "./pin.ts";

/** A random source that says these numbers of 24 bits, one after another. */
function saying(...numbers: number[]) {
  const left = [...numbers];
  return () => {
    const number = left.shift() ?? 0;
    return Uint8Array.of(number >> 16, (number >> 8) & 255, number & 255);
  };
}

describe("a new PIN", () => {
  it("has six digits, leading zeros among them", () => {
    expect(newPin(saying(7_302))).toBe("007302");
    for (let at = 0; at < 200; at += 1) expect(newPin(randomBytes)).toMatch(PIN_PATTERN);
  });

  it("is none that a person would try first", () => {
    const trivial = [0, 111_111, 123_456, 987_654, 135_791, 121_212, 110_011, 482_482];
    for (const number of trivial) expect(newPin(saying(number, 402_718))).toBe("402718");
  });

  it("leaves out draws that would make some PINs likelier", () => {
    expect(newPin(saying(16_000_000 + 735_921, 402_718))).toBe("402718");
    expect(newPin(saying(15_000_000 + 735_921))).toBe("735921");
  });

  it("is refused from a random source that repeats itself", () => {
    expect(() => newPin(saying())).toThrow(/random source/);
  });
});

describe("a PIN's verifier", () => {
  it("is argon2id with the cost that it names, under a salt of its own", async () => {
    const [one, other] = await Promise.all([
      makePinVerifier("402718", randomBytes),
      makePinVerifier("402718", randomBytes),
    ]);
    const tag = argon2Sync("argon2id", {
      message: "402718",
      nonce: Buffer.from(one.salt, "base64url"),
      parallelism: 1,
      tagLength: 32,
      memory: one.memoryKiB,
      passes: one.passes,
    });
    expect(tag.toString("base64url")).toBe(one.hash);
    expect(one).toMatchObject({ memoryKiB: 19_456, passes: 2 });
    expect(other.salt).not.toBe(one.salt);
    expect(other.hash).not.toBe(one.hash);
  });
});
