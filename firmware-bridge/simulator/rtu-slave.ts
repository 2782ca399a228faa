/*
 * A Modbus RTU slave as its bytes: what an XY-MD02 answers on the wire.
 *
 *   asked   address, 04, first register (2), count (2), CRC (2, low byte first)
 *   said    address, 04, byte count, registers (2 each), CRC        or  address, 84, code, CRC
 *
 * It shares nothing with the codec of the host, not even the CRC (here by table), so that a
 * mistake there cannot hide behind the same mistake here; both are held to published frames.
 */

import type { Climate } from "./probe-climate.ts";

const REQUEST_BYTES = 8;
const ILLEGAL_FUNCTION = 1;
const ILLEGAL_ADDRESS = 2;
const ILLEGAL_COUNT = 3;

const CRC_TABLE = Uint16Array.from({ length: 256 }, (_, index) => {
  let entry = index;
  for (let bit = 0; bit < 8; bit += 1) entry = (entry >> 1) ^ ((entry & 1) * 0xa001);
  return entry;
});

/** One address on the wire, and how it behaves. */
export interface SlaveSettings {
  readonly isMute: boolean;
  /** Answers everything with this exception; 0 = none. */
  readonly exceptionCode: number;
  /** The next answer comes with a wrong CRC. */
  readonly isNextCorrupt: boolean;
}

/** Answers requests to one address; others it does not hear. */
export class RtuSlave {
  readonly address: number;
  readonly #climate: () => Climate;
  #settings: SlaveSettings = { isMute: false, exceptionCode: 0, isNextCorrupt: false };

  constructor(address: number, climate: () => Climate) {
    this.address = address;
    this.#climate = climate;
  }

  /** Behaves differently from now on. */
  change(settings: Partial<SlaveSettings>): void {
    this.#settings = { ...this.#settings, ...settings };
  }

  /** The answer to a request with a good CRC; null when it has nothing to say to it. */
  answer(request: Buffer): Buffer | null {
    const { isMute, exceptionCode, isNextCorrupt } = this.#settings;
    if (request[0] !== this.address || isMute) return null;
    const said = exceptionCode > 0 ? this.#exception(request, exceptionCode) : this.#read(request);
    const frame = Buffer.from([...said, 0, 0]);
    frame.writeUInt16LE(tableCrc(said) ^ (isNextCorrupt ? 0x5500 : 0), said.length);
    this.change({ isNextCorrupt: false });
    return frame;
  }

  #read(request: Buffer): Buffer {
    if (request[1] !== 4) return this.#exception(request, ILLEGAL_FUNCTION);
    const first = request.readUInt16BE(2);
    const count = request.readUInt16BE(4);
    if (count < 1 || count > 125) return this.#exception(request, ILLEGAL_COUNT);
    const { temperatureC, humidityPct } = this.#climate();
    const registers = [temperatureC, humidityPct].slice(first - 1, first - 1 + count);
    if (first < 1 || registers.length < count) return this.#exception(request, ILLEGAL_ADDRESS);
    const said = Buffer.from([this.address, 4, 2 * count, ...new Uint8Array(2 * count)]);
    registers.forEach((value, at) => {
      const tenths = Math.round(Math.max(-3_276.8, Math.min(3_276.7, value)) * 10);
      said.writeInt16BE(tenths, 3 + 2 * at);
    });
    return said;
  }

  #exception(request: Buffer, code: number): Buffer {
    return Buffer.from([this.address, (request[1] ?? 0) | 0x80, code]);
  }
}

/** Finds requests in what the host writes, in whatever pieces it comes; memory is bound. */
export class RequestFinder {
  #bytes = Buffer.alloc(0);

  /** Whole requests with a good CRC, in order; what is none is passed over. */
  push(bytes: Uint8Array): Buffer[] {
    const requests: Buffer[] = [];
    this.#bytes = Buffer.concat([this.#bytes, bytes]);
    while (this.#bytes.length >= REQUEST_BYTES) {
      const request = this.#bytes.subarray(0, REQUEST_BYTES);
      const isWhole = request.readUInt16LE(6) === tableCrc(request.subarray(0, 6));
      if (isWhole) requests.push(Buffer.from(request));
      this.#bytes = this.#bytes.subarray(isWhole ? REQUEST_BYTES : 1);
    }
    return requests;
  }
}

function tableCrc(bytes: Uint8Array): number {
  return bytes.reduce((crc, byte) => (crc >> 8) ^ (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0), 0xffff);
}
