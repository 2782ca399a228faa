/*
 * Line-terminated scanners (USB-CDC, RS-232):
 *
 *   payload bytes (1..maxLineBytes)   CR | LF | CR LF | nothing but silence
 *
 * CR and LF each end a line and empty lines are dropped, so CR LF needs no state of its own
 * and may be split anywhere.
 */

const LF = 0x0a;
const CR = 0x0d;
/** GS1 separator (FNC1 in data), the one control byte that belongs to a code. */
const GS = 0x1d;
const FIRST_PRINTABLE = 0x20;

/** Bounds and silences of a line framer; times are of the monotonic clock that `push` is given. */
export interface LineFramerOptions {
  /** Longest line, bytes. The default of 4 KiB is above any code that a hand scanner reads in one go. */
  readonly maxLineBytes?: number;
  /** Silence that ends a line of a scanner that has shown no suffix, ms. */
  readonly idleFlushMs?: number;
  /** Silence after which a scanner with a suffix is taken to have given up on a line, ms. */
  readonly staleLineMs?: number;
}

/** Why bytes were discarded. */
export type LineRejectReason = "over-long" | "not-text" | "unfinished";

/** What came out: a line without its terminator, or discarded bytes with their count and reason. */
export type LineOutput =
  | { readonly kind: "line"; readonly bytes: Uint8Array; readonly terminator: "suffix" | "idle" }
  | { readonly kind: "reject"; readonly reason: LineRejectReason; readonly droppedBytes: number };

/** Counters since the framer was made. */
export interface LineFramerStats {
  readonly lines: number;
  readonly rejects: number;
  readonly droppedBytes: number;
}

/**
 * Cuts a byte stream into lines; memory is bound by `maxLineBytes` whatever arrives.
 *
 * Silence ends a line only while the scanner has shown no suffix: once it has, a pause inside a
 * code (busy hub, busy host) must not record half a code, so the rest is awaited for
 * `staleLineMs` and then discarded. A discarded line makes the framer forget the suffix again,
 * which is how a scanner that was set up anew recovers.
 */
export class LineFramer {
  readonly #idleFlushMs: number;
  readonly #staleLineMs: number;
  readonly #line: Uint8Array;
  /** Bytes of the unfinished line; grows past the buffer while an over-long line is skipped. */
  #length = 0;
  #isText = true;
  #hasSuffix = false;
  #lastByteMs = 0;
  #stats: LineFramerStats = { lines: 0, rejects: 0, droppedBytes: 0 };

  constructor(options: LineFramerOptions = {}) {
    this.#line = new Uint8Array(options.maxLineBytes ?? 4_096);
    this.#idleFlushMs = options.idleFlushMs ?? 60;
    this.#staleLineMs = options.staleLineMs ?? 1_000;
  }

  /** Takes bytes as they came. @param nowMs monotonic */
  push(bytes: Uint8Array, nowMs: number): LineOutput[] {
    const outputs: LineOutput[] = [];
    for (const byte of bytes) {
      if (byte !== CR && byte !== LF) {
        this.#append(byte);
      } else if (this.#length > 0) {
        this.#hasSuffix = true;
        outputs.push(this.#finish("suffix"));
      }
    }
    if (bytes.length > 0) this.#lastByteMs = nowMs;
    return outputs;
  }

  /** When silence would end the unfinished line, monotonic ms; null when there is none. */
  get deadlineMs(): number | null {
    if (this.#length === 0) return null;
    return this.#lastByteMs + (this.#hasSuffix ? this.#staleLineMs : this.#idleFlushMs);
  }

  /** Ends the unfinished line if the silence was long enough. @param nowMs monotonic */
  idle(nowMs: number): LineOutput[] {
    const deadlineMs = this.deadlineMs;
    if (deadlineMs === null || nowMs < deadlineMs) return [];
    if (!this.#hasSuffix) return [this.#finish("idle")];
    this.#hasSuffix = false;
    return [this.#reject("unfinished")];
  }

  /** Forgets the connection. @returns bytes of the unfinished line that are lost with it */
  reset(): number {
    const droppedBytes = this.#length;
    this.#hasSuffix = false;
    this.#clear(droppedBytes);
    return droppedBytes;
  }

  /** Counters since the framer was made. */
  get stats(): LineFramerStats {
    return this.#stats;
  }

  #append(byte: number): void {
    if (this.#length < this.#line.length) this.#line[this.#length] = byte;
    if (byte < FIRST_PRINTABLE && byte !== GS) this.#isText = false;
    this.#length += 1;
  }

  #finish(terminator: "suffix" | "idle"): LineOutput {
    if (this.#length > this.#line.length) return this.#reject("over-long");
    if (!this.#isText) return this.#reject("not-text");
    const bytes = this.#line.slice(0, this.#length);
    this.#stats = { ...this.#stats, lines: this.#stats.lines + 1 };
    this.#clear(0);
    return { kind: "line", bytes, terminator };
  }

  #reject(reason: LineRejectReason): LineOutput {
    const droppedBytes = this.#length;
    this.#stats = { ...this.#stats, rejects: this.#stats.rejects + 1 };
    this.#clear(droppedBytes);
    return { kind: "reject", reason, droppedBytes };
  }

  #clear(droppedBytes: number): void {
    this.#stats = { ...this.#stats, droppedBytes: this.#stats.droppedBytes + droppedBytes };
    this.#length = 0;
    this.#isText = true;
  }
}
