import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import {
  encodeReadRequest,
  type ReadRequest,
  type RtuRejectReason,
  RtuReplyReader,
  replyLength,
} from "@gatehouse/protocols/modbus/rtu-frame";
import { fail, type Result } from "@gatehouse/protocols/result";
import { type Clock, pause, type Timers } from "../device/clock.ts";
import type { Transport } from "../transport/transport.ts";
import type { OwedReplies } from "./owed-replies.ts";
import { frameSilenceMs, wireTimeMs } from "./rtu-timing.ts";

/** How long a device may think before its reply counts as missing, ms; an XY-MD02 needs some ten. */
const REPLY_TIMEOUT_MS = 500;
const WRITE_DEADLINE_MS = 1_000;
/** Somebody who talks for this long without a break blocks the wire, ms. */
const MAX_WAIT_FOR_SILENCE_MS = 500;
/**
 * A timer that fires this late, ms, fired because the process was held up; the reply may have come
 * in the meantime and still wait to be read, so one more look is taken.
 */
const LATE_TIMER_MS = 20;

/**
 * Why there are no registers. Not even asked: `wire-busy`, there was no silence to ask into;
 * `reply-owed`, the reply to an earlier request may still come.
 */
export type RtuMissReason = RtuRejectReason | "wire-busy" | "reply-owed";

/** What came of one request. */
export interface RtuAnswer {
  readonly reply: Result<readonly number[], RtuMissReason>;
  /** Monotonic: when its last byte was taken, or when it was given up. */
  readonly atMs: number;
}

/** One wire with devices on it. */
export interface RtuBusOptions {
  /** Not opened yet: the bus listens from the start. */
  readonly transport: Transport;
  readonly baudRate: number;
  /** Of this wire; the next bus on it gets the same. */
  readonly owed: OwedReplies;
  readonly clock: Clock;
  readonly timers: Timers;
}

interface Exchange {
  readonly reader: RtuReplyReader;
  /** Null: the port has ended. */
  settle(answer: RtuAnswer | null): void;
}

/**
 * The master of one RS-485 wire, for one connection: one request at a time, 3.5 characters of
 * silence before each, a deadline for each reply. What arrives outside an exchange is dropped, and
 * no late reply is taken for the next one (see `OwedReplies`).
 */
export class RtuBus {
  readonly #options: RtuBusOptions;
  readonly #ended = new AbortController();
  #exchange: Exchange | null = null;
  #isAsking = false;
  #lastByteMs = Number.NEGATIVE_INFINITY;
  #cancelTimeout: () => void = () => undefined;

  constructor(options: RtuBusOptions) {
    this.#options = options;
    options.transport.onChunk((bytes) => this.#take(bytes));
    options.transport.onClosed(() => {
      this.#ended.abort();
      this.#exchange?.settle(null);
    });
  }

  /**
   * Asks one device. A reply that is missing or bad is a value.
   * @throws GatehouseError device.disconnected or device.write-timeout: the port has ended
   */
  async ask(request: ReadRequest): Promise<RtuAnswer> {
    if (this.#isAsking) throw new Error("a wire carries one request at a time");
    this.#isAsking = true;
    try {
      return await this.#askInTurn(request);
    } finally {
      this.#isAsking = false;
    }
  }

  async #askInTurn(request: ReadRequest): Promise<RtuAnswer> {
    const { clock, owed } = this.#options;
    const isSilent = await this.#becomesSilent();
    const sentMs = clock.monotonicMs();
    if (!isSilent) return { reply: fail("wire-busy"), atMs: sentMs };
    if (sentMs < owed.askableAtMs(request.address)) {
      return { reply: fail("reply-owed"), atMs: sentMs };
    }
    // Owed from now on, so that it stays so if the port is lost before the answer.
    owed.owes(request.address, sentMs);
    const answer = await this.#askNow(request);
    const { reply } = answer;
    if (reply.ok || reply.reason === "exception") owed.settled(request.address);
    return answer;
  }

  async #askNow(request: ReadRequest): Promise<RtuAnswer> {
    const { transport, baudRate, clock } = this.#options;
    const { promise, resolve } = Promise.withResolvers<RtuAnswer | null>();
    const bytes = encodeReadRequest(request);
    this.#exchange = { reader: new RtuReplyReader(request), settle: resolve };
    try {
      await transport.write(bytes, WRITE_DEADLINE_MS);
      const onWireMs = wireTimeMs(bytes.length + replyLength(request), baudRate);
      this.#expectBy(clock.monotonicMs() + onWireMs + REPLY_TIMEOUT_MS);
      const answer = await promise;
      if (answer === null) throw new GatehouseError("device.disconnected", transport.id);
      return answer;
    } finally {
      this.#cancelTimeout();
      this.#exchange = null;
    }
  }

  /** Waits for the silence that separates frames; false when it does not come. */
  async #becomesSilent(): Promise<boolean> {
    const { baudRate, clock, timers } = this.#options;
    const silenceMs = frameSilenceMs(baudRate);
    const giveUpMs = clock.monotonicMs() + MAX_WAIT_FOR_SILENCE_MS;
    for (;;) {
      const nowMs = clock.monotonicMs();
      const leftMs = this.#lastByteMs + silenceMs - nowMs;
      if (leftMs <= 0) return true;
      if (nowMs >= giveUpMs) return false;
      // Timers cut off fractions, which would make the silence too short.
      await pause(timers, Math.ceil(leftMs), this.#ended.signal);
      if (this.#ended.signal.aborted) return true;
    }
  }

  #take(bytes: Uint8Array): void {
    this.#lastByteMs = this.#options.clock.monotonicMs();
    const reply = this.#exchange?.reader.push(bytes);
    if (reply) this.#exchange?.settle({ reply, atMs: this.#lastByteMs });
  }

  #expectBy(dueMs: number, isSecondLook = false): void {
    const { clock, timers } = this.#options;
    const delayMs = Math.max(0, Math.ceil(dueMs - clock.monotonicMs()));
    this.#cancelTimeout = timers.after(delayMs, () => {
      const nowMs = clock.monotonicMs();
      if (nowMs - dueMs > LATE_TIMER_MS && !isSecondLook) {
        this.#expectBy(nowMs + LATE_TIMER_MS, true);
        return;
      }
      const exchange = this.#exchange;
      exchange?.settle({ reply: exchange.reader.end(), atMs: nowMs });
    });
  }
}
