import { describe, expect, it } from "vitest";
import { crc16 } from "./crc16.ts";

describe("the CRC of Modbus", () => {
  it("has the published check value", () => {
    const digits = Uint8Array.from("123456789", (digit) => digit.charCodeAt(0));
    expect(crc16(digits)).toBe(0x4b37);
  });

  it("is its start value over nothing, and zero over a frame with its own CRC", () => {
    expect(crc16(new Uint8Array())).toBe(0xffff);
    expect(crc16(Uint8Array.of(0x01, 0x04, 0x00, 0x01, 0x00, 0x02, 0x20, 0x0b))).toBe(0);
  });
});
