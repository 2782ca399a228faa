import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson, type JsonValue } from "./canonical-json.ts";

describe("canonical JSON", () => {
  it("GW-24: sorts keys by UTF-16 code units, as RFC 8785 §3.2.3 shows", () => {
    const value = {
      "\u20ac": 1,
      "\r": 2,
      "\ufb33": 3,
      "1": 4,
      "\ud83d\ude00": 5,
      "\u0080": 6,
      "\u00f6": 7,
    };
    const order = [...canonicalJson(value).matchAll(/:(\d)/g)].map((match) => match[1]);
    expect(order).toEqual(["2", "4", "6", "7", "1", "5", "3"]);
  });

  it("prints numbers as ECMAScript does and refuses those that JSON cannot carry", () => {
    expect(canonicalJson([1e21, 0.000_001, -0, 333_333_333.333_333_3])).toBe(
      "[1e+21,0.000001,0,333333333.3333333]",
    );
    expect(() => canonicalJson(Number.NaN)).toThrow(TypeError);
  });

  it("is one text for a value, however its keys came, and loses nothing", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value as JsonValue);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(reversed(value as JsonValue))).toBe(text);
      }),
    );
  });
});

function reversed(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).map(([key, one]) => [key, reversed(one)] as const);
  return Object.fromEntries(entries.reverse());
}
