import { describe, expect, it } from "vitest";
import { maskedTail, Sensitive } from "./sensitive.ts";

describe("sensitive values", () => {
  it("show themselves only when asked", () => {
    const name = new Sensitive("张三丰");
    expect(
      `${name} ${JSON.stringify({ name })} ${Object.prototype.toString.call(name)}`,
    ).not.toContain("张");
    expect(name.reveal()).toBe("张三丰");
  });
});

describe("a masked code", () => {
  it.each([
    ["GH1:TOKEN4711", "4711"],
    ["1234567", "····"],
    ["", "····"],
    ["ABCDEFG\u202eXY", `${"FG·X".slice(1)}Y`],
    ["12345678😀😀😀😀", "😀😀😀😀"],
    ["12345\u0000\u001b[1", "··[1"],
  ])("of %j ends with %j", (text, tail) => {
    expect(maskedTail(text)).toBe(tail);
  });
});
