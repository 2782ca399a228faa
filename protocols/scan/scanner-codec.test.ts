import { describe, expect, it } from "vitest";
import { readSchema } from "../event/scan-events.ts";
import { decodeScan, type TextCodecs } from "./scanner-codec.ts";

function decoderOf(encoding: string) {
  return (bytes: Uint8Array): string | null => {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch (cause) {
      if (cause instanceof TypeError) return null;
      throw cause;
    }
  };
}

const codecs: TextCodecs = {
  decodeUtf8: decoderOf("utf-8"),
  decodeGb18030: decoderOf("gb18030"),
};

function decode(bytes: Uint8Array, sendsAimIds = false) {
  return decodeScan({ bytes, terminator: "suffix" }, { sendsAimIds, codecs });
}

const utf8 = (text: string) => new TextEncoder().encode(text);

describe("decoding a scanned line", () => {
  it("reads UTF-8", () => {
    expect(decode(utf8("通行码 A1"))).toEqual({
      ok: true,
      value: {
        payload: "通行码 A1",
        encoding: "utf-8",
        aimId: null,
        symbology: null,
        terminator: "suffix",
      },
    });
  });

  it("reads GB 18030 where UTF-8 does not fit", () => {
    const bytes = Uint8Array.of(0xb2, 0xe2, 0xca, 0xd4, 0x31);
    expect(decode(bytes)).toMatchObject({ value: { payload: "测试1", encoding: "gb18030" } });
  });

  it("keeps each byte as a character where neither fits", () => {
    const bytes = Uint8Array.of(0x41, 0xff, 0x42);
    expect(decode(bytes)).toMatchObject({ value: { payload: "A\u00ffB", encoding: "latin1" } });
  });

  it("takes the AIM identifier off a device that sends it", () => {
    expect(decode(utf8("]C1(01)X"), true)).toMatchObject({
      value: { payload: "(01)X", aimId: "]C1", symbology: "GS1-128" },
    });
  });

  it("leaves a payload that looks like an AIM identifier alone on a device that sends none", () => {
    expect(decode(utf8("]C1(01)X"))).toMatchObject({
      value: { payload: "]C1(01)X", aimId: null, symbology: null },
    });
  });

  it("reads on when a device that should send AIM identifiers did not", () => {
    expect(decode(utf8("PLAIN"), true)).toMatchObject({ value: { payload: "PLAIN", aimId: null } });
  });

  it("refuses a read that is empty behind its AIM identifier", () => {
    expect(decode(utf8("]Q1"), true)).toEqual({ ok: false, reason: "empty" });
    expect(decode(Uint8Array.of(0xef, 0xbb, 0xbf))).toEqual({ ok: false, reason: "empty" });
  });

  it("accepts the longest payload that an event carries and refuses one more", () => {
    expect(decode(utf8("9".repeat(7_089)))).toMatchObject({ ok: true });
    expect(decode(utf8("9".repeat(7_090)))).toMatchObject({ ok: false, reason: "too-long" });
  });

  it("gives what a scan record accepts, whatever the bytes", () => {
    for (let first = 0x20; first < 0x100; first += 1) {
      const read = decode(Uint8Array.of(first, 0x5d, 0x51, 0x31, 0xff - first));
      if (!read.ok) throw new Error(`byte ${first} was refused: ${read.reason}`);
      const body = readSchema.safeParse({ deviceId: "scanner-1", ...read.value });
      expect(body.success).toBe(true);
    }
  });
});
