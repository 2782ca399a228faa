import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LineFramer, type LineOutput } from "./line-framer.ts";

const bytesOf = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** Outputs in one comparable text each. */
function shown(outputs: readonly LineOutput[]): string[] {
  return outputs.map((output) =>
    output.kind === "line"
      ? `${output.terminator}:${String.fromCharCode(...output.bytes)}`
      : `${output.reason}:${output.droppedBytes}`,
  );
}

function pushAll(framer: LineFramer, chunks: readonly Uint8Array[]): string[] {
  return shown(chunks.flatMap((chunk) => framer.push(chunk, 0)));
}

describe("a line framer", () => {
  it.each([
    ["CR", "ABC\rDEF\r"],
    ["LF", "ABC\nDEF\n"],
    ["CR LF", "ABC\r\nDEF\r\n"],
    ["a mix and empty lines", "\r\n\r\nABC\r\r\n\nDEF\n\r"],
  ])("gives the same lines for %s, in one chunk and split at every byte", (_name, stream) => {
    const bytes = bytesOf(stream);
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const chunks = [bytes.subarray(0, cut), bytes.subarray(cut)];
      expect(pushAll(new LineFramer(), chunks)).toEqual(["suffix:ABC", "suffix:DEF"]);
    }
    const single = Array.from(bytes, (byte) => Uint8Array.of(byte));
    expect(pushAll(new LineFramer(), single)).toEqual(["suffix:ABC", "suffix:DEF"]);
  });

  it("keeps the GS1 separator inside a line", () => {
    expect(pushAll(new LineFramer(), [bytesOf("10LOT7\x1d2112\r")])).toEqual([
      "suffix:10LOT7\x1d2112",
    ]);
  });

  it("refuses a line with control bytes as a whole and reads the next ones", () => {
    const framer = new LineFramer();
    expect(pushAll(framer, [bytesOf("\x00\x80\x02noiseABC\rDEF\r")])).toEqual([
      "not-text:11",
      "suffix:DEF",
    ]);
    expect(framer.stats).toEqual({ lines: 1, rejects: 1, droppedBytes: 11 });
  });

  it("reports an over-long line once, with its length, and reads the next ones", () => {
    const framer = new LineFramer({ maxLineBytes: 8 });
    const long = bytesOf("X".repeat(5_000));
    expect(pushAll(framer, [long, long, bytesOf("\r\nDEF\r12345678\r123456789\r")])).toEqual([
      "over-long:10000",
      "suffix:DEF",
      "suffix:12345678",
      "over-long:9",
    ]);
  });

  it("ends a line by silence when the scanner has shown no suffix", () => {
    const framer = new LineFramer();
    framer.push(bytesOf("AB"), 1_000);
    framer.push(bytesOf("C"), 1_050);
    expect(framer.deadlineMs).toBe(1_110);
    expect(shown(framer.idle(1_109))).toEqual([]);
    expect(shown(framer.idle(1_110))).toEqual(["idle:ABC"]);
    expect(framer.deadlineMs).toBeNull();
    expect(shown(framer.idle(9_999))).toEqual([]);
  });

  it("ends noise and over-long lines by silence too", () => {
    const framer = new LineFramer({ maxLineBytes: 4 });
    framer.push(bytesOf("\x00\x01"), 0);
    expect(shown(framer.idle(60))).toEqual(["not-text:2"]);
    framer.push(bytesOf("ABCDE"), 100);
    expect(shown(framer.idle(160))).toEqual(["over-long:5"]);
  });

  it("never takes half a code for a code once the scanner has shown a suffix", () => {
    const framer = new LineFramer();
    framer.push(bytesOf("ABC\rDE"), 0);
    expect(shown(framer.idle(999))).toEqual([]);
    expect(shown(framer.push(bytesOf("F\r"), 999))).toEqual(["suffix:DEF"]);
  });

  it("discards what a scanner with a suffix leaves unfinished, then listens for silence again", () => {
    const framer = new LineFramer();
    framer.push(bytesOf("ABC\rDE"), 0);
    expect(shown(framer.idle(1_000))).toEqual(["unfinished:2"]);
    framer.push(bytesOf("GHI"), 2_000);
    expect(shown(framer.idle(2_060))).toEqual(["idle:GHI"]);
  });

  it("tells how many bytes of an unfinished line a reset loses", () => {
    const framer = new LineFramer();
    framer.push(bytesOf("ABC\rDEFGH"), 0);
    expect(framer.reset()).toBe(5);
    expect(framer.reset()).toBe(0);
    expect(pushAll(framer, [bytesOf("IJ\r")])).toEqual(["suffix:IJ"]);
    expect(framer.stats.droppedBytes).toBe(5);
  });

  it("gives the same outputs however the same bytes are cut into chunks", () => {
    const anyBytes = fc.uint8Array({ maxLength: 60 });
    const alphabet = fc.constantFrom(0x0d, 0x0a, 0x41, 0x42, 0x1d, 0x00, 0xe4);
    const scannerBytes = fc.array(alphabet, { maxLength: 60 }).map((list) => Uint8Array.from(list));
    const streams = fc.oneof(anyBytes, scannerBytes);
    const cuts = fc.array(fc.nat({ max: 60 }), { maxLength: 10 });
    fc.assert(
      fc.property(streams, cuts, (bytes, places) => {
        const edges = [0, ...places.map((at) => Math.min(at, bytes.length)), bytes.length].sort(
          (left, right) => left - right,
        );
        const chunks = edges.slice(1).map((end, at) => bytes.subarray(edges[at], end));
        const whole = new LineFramer({ maxLineBytes: 10 });
        const cut = new LineFramer({ maxLineBytes: 10 });
        expect(pushAll(cut, chunks)).toEqual(pushAll(whole, [bytes]));
        expect(cut.reset()).toBe(whole.reset());
        expect(cut.stats).toEqual(whole.stats);
      }),
      { seed: 20_220_410, numRuns: 500 },
    );
  });

  it("accounts for every byte: delivered, dropped or a terminator", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const framer = new LineFramer({ maxLineBytes: 10 });
        const outputs = framer.push(bytes, 0);
        framer.reset();
        const delivered = outputs.reduce(
          (sum, output) => sum + (output.kind === "line" ? output.bytes.length : 0),
          0,
        );
        const terminators = bytes.filter((byte) => byte === 0x0d || byte === 0x0a).length;
        expect(delivered + framer.stats.droppedBytes + terminators).toBe(bytes.length);
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});

describe("a framer whose connection was lost", () => {
  it("does not expect the suffix of the scanner before from the one that is plugged in next", () => {
    const framer = new LineFramer({ idleFlushMs: 60, staleLineMs: 1_000 });
    framer.push(Buffer.from("WITH-SUFFIX\rHALF"), 0);
    expect(framer.reset()).toBe(4);
    framer.push(Buffer.from("NO-SUFFIX"), 100);
    expect(framer.deadlineMs).toBe(160);
    expect(framer.idle(160)).toMatchObject([{ kind: "line", terminator: "idle" }]);
  });
});
