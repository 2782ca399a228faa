import { describe, expect, it } from "vitest";
import { PacketSizeGauge } from "./packet-size-limit.ts";

/** A packet with a body of so many bytes (MQTT 3.1.1 §2.2.3). */
function packet(bodyBytes: number): Buffer {
  const length: number[] = [];
  let rest = bodyBytes;
  do {
    const digit = rest % 128;
    rest = Math.floor(rest / 128);
    length.push(rest > 0 ? digit | 0x80 : digit);
  } while (rest > 0);
  return Buffer.concat([Buffer.from([0x30, ...length]), Buffer.alloc(bodyBytes, 0xff)]);
}

describe("packet size gauge", () => {
  const stream = Buffer.concat([packet(0), packet(127), packet(128), packet(300), packet(0)]);

  it("lets packets up to the limit pass, whole", () => {
    expect(new PacketSizeGauge(300).accepts(stream)).toBe(true);
  });

  it("lets them pass split at every byte", () => {
    for (let at = 0; at <= stream.length; at += 1) {
      const gauge = new PacketSizeGauge(300);
      expect(gauge.accepts(stream.subarray(0, at)) && gauge.accepts(stream.subarray(at))).toBe(
        true,
      );
    }
  });

  it("stops at the header of a packet above the limit, before its body", () => {
    const gauge = new PacketSizeGauge(299);
    expect(gauge.accepts(packet(299))).toBe(true);
    expect(gauge.accepts(packet(300).subarray(0, 3))).toBe(false);
  });

  it("stops at a length of more than four bytes", () => {
    const gauge = new PacketSizeGauge(Number.MAX_SAFE_INTEGER);
    expect(gauge.accepts(Uint8Array.of(0x30, 0x80, 0x80, 0x80, 0x80))).toBe(false);
  });
});
