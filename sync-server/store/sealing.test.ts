import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { seal, unseal } from "./sealing.ts";

const key = randomBytes(32);
const plain = Buffer.from("东门 2 道");

describe("sealing", () => {
  it("gives back what was sealed under the same key and context", () => {
    expect(unseal(key, seal(key, plain, "event-1"), "event-1")).toEqual({ ok: true, value: plain });
    const empty = Buffer.alloc(0);
    expect(unseal(key, seal(key, empty, ""), "")).toEqual({ ok: true, value: empty });
  });

  it("never gives the same bytes twice and never shows the plain ones", () => {
    const first = seal(key, plain, "event-1");
    expect(first.equals(seal(key, plain, "event-1"))).toBe(false);
    expect(first.includes(plain)).toBe(false);
    expect(first[0]).toBe(1);
  });

  it("refuses another key and another context", () => {
    const sealed = seal(key, plain, "event-1");
    expect(unseal(randomBytes(32), sealed, "event-1")).toMatchObject({ reason: "not-authentic" });
    expect(unseal(key, sealed, "event-2")).toMatchObject({ reason: "not-authentic" });
  });

  it("refuses every single changed bit", () => {
    const sealed = seal(key, plain, "event-1");
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(unseal(key, changed, "event-1").ok).toBe(false);
    }
  });

  it("refuses bytes cut short at any length", () => {
    const sealed = seal(key, plain, "event-1");
    for (let length = 0; length < sealed.length; length += 1) {
      expect(unseal(key, sealed.subarray(0, length), "event-1").ok).toBe(false);
    }
  });

  it("names a suite that it does not know", () => {
    const sealed = seal(key, plain, "event-1");
    sealed[0] = 2;
    expect(unseal(key, sealed, "event-1")).toMatchObject({ reason: "unknown-suite" });
  });
});
