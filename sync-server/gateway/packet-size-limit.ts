import { Duplex } from "node:stream";
import type { TLSSocket } from "node:tls";

/*
 * MQTT 3.1.1 §2.2, fixed header:
 *   offset 0      packet type and flags
 *   offset 1..4   remaining length: 7 bits a byte, least significant first, top bit = one more byte
 *   then          that many bytes
 */
const MAX_LENGTH_BYTES = 4;

/** Walks the packets of a byte stream without keeping any byte of them. */
export class PacketSizeGauge {
  readonly #maxPacketBytes: number;
  /** Bytes of the current packet's body still to come; null while its header is being read. */
  #bodyLeft: number | null = null;
  /** -1 before the type byte, then the count of length bytes read. */
  #lengthBytes = -1;
  #length = 0;

  /** @param maxPacketBytes greatest remaining length that passes */
  constructor(maxPacketBytes: number) {
    this.#maxPacketBytes = maxPacketBytes;
  }

  /** False as soon as a packet announces more than the limit; the stream is then of no use. */
  accepts(chunk: Uint8Array): boolean {
    let at = 0;
    while (at < chunk.length) {
      if (this.#bodyLeft !== null) {
        const skipped = Math.min(this.#bodyLeft, chunk.length - at);
        at += skipped;
        this.#bodyLeft -= skipped;
        if (this.#bodyLeft === 0) this.#startPacket();
      } else {
        if (!this.#readHeaderByte(chunk[at] ?? 0)) return false;
        at += 1;
      }
    }
    return true;
  }

  #startPacket(): void {
    this.#bodyLeft = null;
    this.#lengthBytes = -1;
    this.#length = 0;
  }

  #readHeaderByte(byte: number): boolean {
    if (this.#lengthBytes < 0) {
      this.#lengthBytes = 0;
      return true;
    }
    this.#length += (byte & 0x7f) * 128 ** this.#lengthBytes;
    this.#lengthBytes += 1;
    if (this.#length > this.#maxPacketBytes) return false;
    if (byte & 0x80) return this.#lengthBytes < MAX_LENGTH_BYTES;
    if (this.#length === 0) this.#startPacket();
    else this.#bodyLeft = this.#length;
    return true;
  }
}

/**
 * The socket as the broker sees it, closed at the first packet above the limit. The broker's parser
 * collects a packet whole before any hook sees it, and MQTT lets one announce 256 MB (§2.2.3).
 */
export class PacketSizeLimit extends Duplex {
  readonly #socket: TLSSocket;
  readonly #gauge: PacketSizeGauge;

  constructor(socket: TLSSocket, maxPacketBytes: number) {
    super({ allowHalfOpen: false });
    this.#socket = socket;
    this.#gauge = new PacketSizeGauge(maxPacketBytes);
    socket.on("data", (chunk: Buffer) => this.#take(chunk));
    socket.on("end", () => this.push(null));
    socket.on("error", (error) => this.destroy(error));
    socket.on("close", () => this.destroy());
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.#socket.write(chunk, done);
  }

  override _writev(
    chunks: readonly { readonly chunk: Buffer }[],
    done: (error?: Error | null) => void,
  ): void {
    this.#socket.write(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#socket.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }

  #take(chunk: Buffer): void {
    if (!this.#gauge.accepts(chunk)) {
      this.destroy(new Error("packet above the size limit"));
    } else if (!this.push(chunk)) {
      this.#socket.pause();
    }
  }
}
