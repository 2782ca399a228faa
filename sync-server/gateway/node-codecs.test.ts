import { createHmac, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { nodeBatchCodecs, nodeDigests } from "./node-codecs.ts";

describe("digests", () => {
  it("the MAC is the platform's HMAC for keys of every length", () => {
    for (let length = 0; length <= 130; length += 1) {
      const key = randomBytes(length);
      const text = `${length} 核酸 ${randomBytes(length).toString("base64")}`;
      const expected = createHmac("sha256", key).update(text).digest("base64url");
      expect(nodeDigests.mac("sha256", key.toString("base64url"), text)).toBe(expected);
    }
  });
});

describe("batch codecs", () => {
  it("GW-6: decompression stops at its limit", () => {
    const packed = nodeBatchCodecs.zstdCompress(new Uint8Array(10_000));
    expect(nodeBatchCodecs.zstdDecompress(packed, 10_000)).toHaveLength(10_000);
    expect(() => nodeBatchCodecs.zstdDecompress(packed, 9_999)).toThrow(RangeError);
  });

  it("bytes that are not UTF-8 are refused", () => {
    expect(() => nodeBatchCodecs.decodeUtf8(Uint8Array.of(0xc3))).toThrow(TypeError);
  });
});
