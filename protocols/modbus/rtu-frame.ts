/*
 * Modbus RTU, function 04 "read input registers". All numbers are big-endian, except the CRC.
 *
 *   request    address │ 04 │ first register (2) │ count (2)          │ CRC low │ CRC high
 *   reply      address │ 04 │ 2 × count (1)      │ count × 2 bytes    │ CRC low │ CRC high
 *   exception  address │ 84 │ exception code (1)                      │ CRC low │ CRC high
 *
 * Addresses are 1..247, a frame has at most 256 bytes, the CRC covers all that stands before it.
 * Sources: MODBUS Application Protocol V1.1b3, §6.4 and §7; MODBUS over Serial Line V1.02, §2.5.1.
 */

import { fail, ok, type Result } from "../result.ts";
import { crc16 } from "./crc16.ts";

const READ_INPUT_REGISTERS = 0x04;
const EXCEPTION_FLAG = 0x80;
/** Longest frame on the wire, bytes. */
const MAX_FRAME_BYTES = 256;
/** Address, function, byte count or exception code, CRC: what every reply has. */
const FRAMING_BYTES = 5;
/** Address, function, CRC: the shortest frame of any function. */
const MIN_FRAME_BYTES = 4;

/** "Read `count` input registers from `firstRegister` on", said to one device. */
export interface ReadRequest {
  /** 1..247 */
  readonly address: number;
  /** 0..65535, as on the wire (register 30001 of some manuals is 0). */
  readonly firstRegister: number;
  /** 1..125 */
  readonly count: number;
}

/**
 * Why there are no registers. `exception`: the device refused, its code is the detail.
 * `foreign-…`: a whole frame, but from another device, of another function or of another length.
 */
export type RtuRejectReason =
  | "silent"
  | "garbage"
  | "bad-crc"
  | "truncated"
  | "over-long"
  | "foreign-address"
  | "foreign-function"
  | "foreign-length"
  | "exception";

/** The registers asked for, each 0..65535, or why there are none. */
export type RtuReply = Result<readonly number[], RtuRejectReason>;

/** Bytes of a request. */
export function encodeReadRequest(request: ReadRequest): Uint8Array {
  const frame = new Uint8Array(8);
  const view = new DataView(frame.buffer);
  view.setUint8(0, request.address);
  view.setUint8(1, READ_INPUT_REGISTERS);
  view.setUint16(2, request.firstRegister);
  view.setUint16(4, request.count);
  view.setUint16(6, crc16(frame.subarray(0, 6)), true);
  return frame;
}

/** Length of the good reply to `request`, bytes. */
export function replyLength(request: ReadRequest): number {
  return FRAMING_BYTES + 2 * request.count;
}

/**
 * Finds the reply to one request in whatever arrives, by length and CRC: a USB adaptor may cut a
 * frame or glue two, so gaps mean nothing. What does not belong to the reply (line noise, another
 * device's late frame, an adaptor's echo) is passed over. Memory is bound to one longest frame.
 */
export class RtuReplyReader {
  readonly #request: ReadRequest;
  readonly #bytes = new Uint8Array(MAX_FRAME_BYTES);
  #length = 0;
  /** Where the first frame that can still be the reply would begin. */
  #start = 0;
  #hasBadCrc = false;
  #isOverLong = false;
  #reply: RtuReply | null = null;

  constructor(request: ReadRequest) {
    this.#request = request;
  }

  /** Takes bytes as they came. The answer is the reply, or null while it may still come. */
  push(bytes: Uint8Array): RtuReply | null {
    if (this.#reply) return this.#reply;
    const taken = bytes.subarray(0, MAX_FRAME_BYTES - this.#length);
    this.#bytes.set(taken, this.#length);
    this.#length += taken.length;
    this.#search(false);
    if (taken.length < bytes.length) this.#isOverLong = true;
    return this.#reply;
  }

  /** Nothing more will come: the reply, or what was there instead of it. */
  end(): RtuReply {
    const isTruncated = this.#start < this.#length;
    if (!this.#reply) this.#search(true);
    this.#reply ??= fail(this.#missReason(isTruncated));
    return this.#reply;
  }

  /** A frame that has begun holds up those behind it until it is whole, or until the end. */
  #search(isEnd: boolean): void {
    while (!this.#reply && this.#start < this.#length) {
      const length = this.#frameLength();
      const isWhole = length !== null && this.#start + length <= this.#length;
      if (length !== null && !isWhole && !isEnd) return;
      if (length !== null && isWhole) this.#reply = this.#read(length);
      this.#start += 1;
    }
  }

  /** Length of the reply that would begin at `#start`; null when none can begin there. */
  #frameLength(): number | null {
    const [address, kind, size] = this.#bytes.subarray(this.#start, this.#length);
    const { count } = this.#request;
    if (address !== this.#request.address) return null;
    if (kind === (READ_INPUT_REGISTERS | EXCEPTION_FLAG)) return FRAMING_BYTES;
    if (kind !== undefined && kind !== READ_INPUT_REGISTERS) return null;
    return size === undefined || size === 2 * count ? FRAMING_BYTES + 2 * count : null;
  }

  #read(length: number): RtuReply | null {
    const frame = this.#bytes.subarray(this.#start, this.#start + length);
    if (!hasGoodCrc(frame)) {
      this.#hasBadCrc = true;
      return null;
    }
    const view = new DataView(frame.buffer, frame.byteOffset, length);
    if (view.getUint8(1) & EXCEPTION_FLAG) return fail("exception", String(view.getUint8(2)));
    return ok(Array.from({ length: this.#request.count }, (_, at) => view.getUint16(3 + 2 * at)));
  }

  #missReason(isTruncated: boolean): RtuRejectReason {
    if (this.#length === 0) return "silent";
    if (this.#isOverLong) return "over-long";
    if (this.#hasBadCrc) return "bad-crc";
    return this.#foreignReason() ?? (isTruncated ? "truncated" : "garbage");
  }

  #foreignReason(): RtuRejectReason | null {
    const frame = this.#bytes.subarray(0, this.#length);
    if (this.#length < MIN_FRAME_BYTES || !hasGoodCrc(frame)) return null;
    if (frame[0] !== this.#request.address) return "foreign-address";
    return frame[1] === READ_INPUT_REGISTERS ? "foreign-length" : "foreign-function";
  }
}

function hasGoodCrc(frame: Uint8Array): boolean {
  const end = frame.length - 2;
  const crc = crc16(frame.subarray(0, end));
  return frame[end] === (crc & 0xff) && frame[end + 1] === crc >>> 8;
}
