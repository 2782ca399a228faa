import { describe, expect, it } from "vitest";
import { readAimPrefix, symbologyName } from "./aim.ts";

describe("AIM identifiers", () => {
  it.each([
    ["]C0", "Code 128"],
    ["]C1", "GS1-128"],
    ["]E0", "EAN-13"],
    ["]E4", "EAN-8"],
    ["]e0", "GS1 DataBar"],
    ["]d1", "Data Matrix"],
    ["]d2", "GS1 Data Matrix"],
    ["]Q0", "QR Code Model 1"],
    ["]Q1", "QR Code"],
    ["]Q3", "GS1 QR Code"],
    ["]J1", "GS1 DotCode"],
    ["]L2", "PDF417"],
    ["]z0", "Aztec"],
    ["]h0", "Han Xin"],
  ])("names %s %s", (aimId, name) => {
    expect(symbologyName(aimId)).toBe(name);
  });

  it("reads the identifier in front of the data", () => {
    expect(readAimPrefix("]Q1HELLO")).toEqual({ aimId: "]Q1", symbology: "QR Code" });
  });

  it("keeps an identifier whose letter it does not know", () => {
    expect(readAimPrefix("]k0HELLO")).toEqual({ aimId: "]k0", symbology: null });
  });

  it.each(["", "]", "]Q", "HELLO", "]1QX", "]Q-X", " ]Q1"])("finds none in %j", (text) => {
    expect(readAimPrefix(text)).toBeNull();
  });
});
