import { describe, expect, it } from "vitest";
import { ackSchema, batchHeaderSchema, MAX_MESSAGE_BYTES, parseMessage } from "./messages.ts";

const header = {
  v: 1,
  batch: "9b2f0c1e-7d4a-4f6b-8a1c-0123456789ab",
  stream: "ev",
  epoch: "0123456789abcdef",
  from: 1,
  to: 3,
  enc: "json",
};

describe("messages", () => {
  it("GW-35: leave out what this version does not know", () => {
    const newer = JSON.stringify({ ...header, priority: "high" });
    expect(parseMessage(batchHeaderSchema, newer)).toEqual({ ok: true, value: header });
  });

  it.each([
    ["not JSON", "{", "not-json"],
    ["no object", "7", "malformed-message"],
    ["a field missing", JSON.stringify({ ...header, epoch: undefined }), "malformed-message"],
    ["another stream", JSON.stringify({ ...header, stream: "xx" }), "malformed-message"],
    ["a place before the first", JSON.stringify({ ...header, from: 0 }), "malformed-message"],
    [
      "a place that no number can hold",
      JSON.stringify({ ...header, to: 2 ** 60 }),
      "malformed-message",
    ],
  ])("are refused for %s", (_, text, reason) => {
    expect(parseMessage(batchHeaderSchema, text)).toMatchObject({ ok: false, reason });
  });

  it("never quote what was sent when they are refused", () => {
    const text = JSON.stringify({ ...header, epoch: "110101194912310021" });
    expect(JSON.stringify(parseMessage(batchHeaderSchema, text))).not.toContain("1949");
  });

  it("bound the list of refused rows in an ack", () => {
    const rejected = new Array(2_001).fill({ seq: 1, reason: "malformed-event" });
    const ack = { batch: null, stream: "ev", epoch: header.epoch, hw: 1, hwHash: null, credit: 4 };
    const text = JSON.stringify({ ...ack, nowMs: 0, rejected });
    expect(text.length).toBeLessThan(MAX_MESSAGE_BYTES);
    expect(parseMessage(ackSchema, text).ok).toBe(false);
  });
});
