import { describe, expect, it } from "vitest";
import { encodeReadRequest, type RtuReply, RtuReplyReader } from "./rtu-frame.ts";
import { decodeXyMd02, xyMd02Request } from "./xy-md02.ts";

function replyOf(hex: string): RtuReply {
  const reader = new RtuReplyReader(xyMd02Request(1));
  reader.push(Uint8Array.from(hex.split(" "), (pair) => Number.parseInt(pair, 16)));
  return reader.end();
}

describe("an XY-MD02", () => {
  it.each([
    ["01 04 04 01 31 02 22 2A CE", { temperatureC: 30.5, humidityPct: 54.6 }],
    ["01 04 04 FF 33 02 22 BA E6", { temperatureC: -20.5, humidityPct: 54.6 }],
    ["01 04 04 ff cb 02 8f fa aa", { temperatureC: -5.3, humidityPct: 65.5 }],
  ])("says in %s what the published vector says", (hex, reading) => {
    const reply = replyOf(hex);
    expect(reply.ok && decodeXyMd02(reply.value)).toEqual(reading);
  });

  it("keeps the ends of its range and calls what lies beyond them implausible", () => {
    const minus40 = 0x1_0000 - 400;
    expect(decodeXyMd02([minus40, 0])).toEqual({ temperatureC: -40, humidityPct: 0 });
    expect(decodeXyMd02([800, 1_000])).toEqual({ temperatureC: 80, humidityPct: 100 });
    expect(decodeXyMd02([minus40 - 1, 1_001])).toEqual({ temperatureC: null, humidityPct: null });
    expect(decodeXyMd02([801, 0xffff])).toEqual({ temperatureC: null, humidityPct: null });
  });

  it("that counts in hundredths is implausible, not ten times as warm", () => {
    expect(decodeXyMd02([2_150, 5_460])).toEqual({ temperatureC: null, humidityPct: null });
  });

  it("has no value where registers are missing", () => {
    expect(decodeXyMd02([305])).toEqual({ temperatureC: 30.5, humidityPct: null });
    expect(decodeXyMd02([])).toEqual({ temperatureC: null, humidityPct: null });
  });

  it("is asked for both quantities at once", () => {
    expect(encodeReadRequest(xyMd02Request(7)).subarray(0, 6)).toEqual(
      Uint8Array.of(7, 4, 0, 1, 0, 2),
    );
  });
});
