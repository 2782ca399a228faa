import { describe, expect, it } from "vitest";
import { shortName } from "./device-name.ts";

describe("a device's name", () => {
  it("stays whole up to eight signs, and of a longer one both ends", () => {
    expect(shortName("冷通道")).toBe("冷通道");
    expect(shortName("一号机柜进风侧下")).toBe("一号机柜进风侧下");
    expect(shortName("一号机柜进风侧下部空调回风口12")).toBe("一号机柜进…12");
  });

  it("is never cut inside a rare character", () => {
    expect(shortName("𠮷".repeat(12))).toBe(`${"𠮷".repeat(5)}…${"𠮷".repeat(2)}`);
  });
});
