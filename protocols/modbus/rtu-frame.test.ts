import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { crc16 } from "./crc16.ts";
import { encodeReadRequest, type ReadRequest, RtuReplyReader, replyLength } from "./rtu-frame.ts";

const BOTH: ReadRequest = { address: 1, firstRegister: 1, count: 2 };
const WARM = bytesOf("01 04 04 01 31 02 22 2A CE");
const COLD = bytesOf("01 04 04 FF 33 02 22 BA E6");
const REFUSAL = bytesOf("01 84 02 C2 C1");

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.split(" ").filter(Boolean), (pair) => Number.parseInt(pair, 16));
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

function withCrc(...bytes: readonly number[]): Uint8Array {
  const crc = crc16(Uint8Array.from(bytes));
  return Uint8Array.of(...bytes, crc & 0xff, crc >>> 8);
}

/** What a reader makes of `chunks` and then silence: registers, or the reason with its detail. */
function readAll(chunks: readonly Uint8Array[], request = BOTH): string {
  const reader = new RtuReplyReader(request);
  for (const chunk of chunks) reader.push(chunk);
  const reply = reader.end();
  if (reply.ok) return reply.value.join(" ");
  return reply.detail === undefined ? reply.reason : `${reply.reason} ${reply.detail}`;
}

function cutAt(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const inside = places.map((at) => Math.min(at, bytes.length));
  const edges = [0, ...inside, bytes.length].sort((left, right) => left - right);
  return edges.slice(1).map((end, at) => bytes.subarray(edges[at], end));
}

describe("a request to read input registers", () => {
  it.each([
    [BOTH, "01 04 00 01 00 02 20 0B"],
    [{ address: 1, firstRegister: 1, count: 1 }, "01 04 00 01 00 01 60 0A"],
  ])("is on the wire as published: %j", (request, hex) => {
    expect(encodeReadRequest(request)).toEqual(bytesOf(hex));
  });

  it("says how long its reply is", () => {
    expect(replyLength(BOTH)).toBe(WARM.length);
  });
});

describe("the reply to it", () => {
  it.each([
    ["305 546", WARM],
    ["65331 546", COLD],
    ["exception 2", REFUSAL],
  ])("reads %s, in one piece and split at every byte", (shown, frame) => {
    for (let cut = 0; cut <= frame.length; cut += 1) {
      expect(readAll([frame.subarray(0, cut), frame.subarray(cut)])).toBe(shown);
    }
    expect(readAll(Array.from(frame, (byte) => Uint8Array.of(byte)))).toBe(shown);
  });

  it("is there with its last byte, no silence needed, and what follows it changes nothing", () => {
    const reader = new RtuReplyReader(BOTH);
    expect(reader.push(WARM.subarray(0, 8))).toBeNull();
    expect(reader.push(joined(WARM.subarray(8), COLD))).toEqual({ ok: true, value: [305, 546] });
    expect(reader.push(REFUSAL)).toEqual({ ok: true, value: [305, 546] });
  });

  it.each([
    ["line noise", bytesOf("00 FF 80")],
    ["its own echo", encodeReadRequest(BOTH)],
    ["half a reply", WARM.subarray(0, 4)],
    ["the beginning of a refusal", REFUSAL.subarray(0, 2)],
    ["the address alone", WARM.subarray(0, 1)],
    ["another device's reply", withCrc(2, 4, 4, 1, 0x31, 2, 0x22)],
    ["a late reply of another length", withCrc(1, 4, 2, 1, 0x31)],
  ])("is found behind %s", (_name, before) => {
    expect(readAll([joined(before, WARM)])).toBe("305 546");
    expect(readAll([before, WARM])).toBe("305 546");
  });

  it("is found behind a frame whose length byte was damaged", () => {
    const damaged = Uint8Array.from(WARM);
    damaged[2] = 0xfa;
    expect(readAll([joined(damaged, COLD)])).toBe("65331 546");
  });

  it("is found at the end when what came before had begun like a longer one", () => {
    expect(readAll([joined(bytesOf("01 04 04"), REFUSAL)])).toBe("exception 2");
  });
});

describe("what is no reply", () => {
  it.each([
    ["silent", new Uint8Array()],
    ["garbage", bytesOf("00 FF 80 33 0D 0A")],
    ["truncated", WARM.subarray(0, 8)],
    ["truncated", WARM.subarray(0, 1)],
    ["bad-crc", Uint8Array.from(WARM, (byte, at) => (at === 4 ? byte ^ 1 : byte))],
    ["bad-crc", Uint8Array.from(REFUSAL, (byte, at) => (at === 2 ? byte ^ 1 : byte))],
    ["foreign-address", withCrc(2, 4, 4, 1, 0x31, 2, 0x22)],
    ["foreign-function", withCrc(1, 3, 4, 1, 0x31, 2, 0x22)],
    ["foreign-length", withCrc(1, 4, 2, 1, 0x31)],
    ["over-long", new Uint8Array(257)],
  ])("is told as %s", (reason, bytes) => {
    expect(readAll([bytes])).toBe(reason);
  });

  it("keeps no more than one longest frame, however much comes", () => {
    const reader = new RtuReplyReader(BOTH);
    for (let n = 0; n < 1_000; n += 1) expect(reader.push(new Uint8Array(1_000))).toBeNull();
    expect(reader.push(WARM)).toBeNull();
    expect(reader.end()).toEqual({ ok: false, reason: "over-long" });
  });
});

describe("a reply reader under random bytes", () => {
  const parts = fc.constantFrom(WARM, COLD, REFUSAL, bytesOf("01 04 04"), bytesOf("01 84"));
  const noise = fc.uint8Array({ maxLength: 20 });
  const streams = fc
    .array(fc.oneof(parts, noise), { maxLength: 20 })
    .map((list) => joined(...list));

  it("comes to the same end however the same bytes are cut", () => {
    const cuts = fc.array(fc.nat({ max: 300 }), { maxLength: 10 });
    fc.assert(
      fc.property(streams, cuts, (bytes, places) => {
        expect(readAll(cutAt(bytes, places))).toBe(readAll([bytes]));
      }),
      { seed: 20_220_410, numRuns: 1_000 },
    );
  });

  it("never takes a reply with up to three flipped bits for a good one", () => {
    const registers = fc.array(fc.nat({ max: 0xffff }), { minLength: 2, maxLength: 2 });
    const flips = fc.uniqueArray(fc.nat({ max: 9 * 8 - 1 }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(registers, flips, ([first = 0, second = 0], bits) => {
        const frame = withCrc(1, 4, 4, first >>> 8, first & 0xff, second >>> 8, second & 0xff);
        for (const bit of bits) frame[bit >>> 3] = (frame[bit >>> 3] ?? 0) ^ (1 << (bit & 7));
        expect(readAll([frame])).not.toMatch(/^\d/);
      }),
      { seed: 7, numRuns: 2_000 },
    );
  });

  it("answers every stream with registers or a reason", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 600 }),
        fc.integer({ min: 1, max: 125 }),
        (bytes, count) => {
          expect(readAll([bytes], { address: bytes[0] ?? 1, firstRegister: 0, count })).not.toBe(
            "",
          );
        },
      ),
      { seed: 11, numRuns: 1_000 },
    );
  });
});
