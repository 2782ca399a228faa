import type { EpochId } from "@gatehouse/protocols/ids";
import type { Ack, CentreHello, Stream } from "@gatehouse/protocols/wire/messages";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { INITIAL_PUSH_STATE, pushStep } from "./push-machine.ts";
import type { EpochState, PushEffect, PushInput, PushState } from "./push-state.ts";

const ACTS = [
  ...["record", "record", "record many", "scrape", "scrape", "scrape many", "thinned scrape"],
  ...["connect", "connect", "connect", "disconnect", "restart", "restore the centre"],
  ...["read", "read", "read", "read", "fail to read", "pass time", "crowd the centre"],
  ...["take", "take", "take", "take", "lose going up", "repeat going up"],
  ...["answer", "answer", "answer", "answer", "lose going down"],
] as const;
type Act = (typeof ACTS)[number];

/** One epoch of a stream as an outbox holds it; telemetry has holes between its rows. */
interface Held {
  readonly stream: Stream;
  readonly epoch: EpochId;
  readonly epochOrder: number;
  readonly rows: number[];
  ackedSeq: number;
}

interface Batch {
  readonly batch: string;
  readonly stream: Stream;
  readonly epoch: EpochId;
  readonly from: number;
  readonly to: number;
}

const endOf = (rows: readonly number[]) => rows.at(-1) ?? 0;
const keyOf = ({ stream, epoch }: Pick<Batch, "stream" | "epoch">) => `${stream}:${epoch}`;

/** A station with two outboxes, a centre that keeps the go-back-N rule, and the network between. */
class World {
  readonly held: Held[] = [];
  /** What the centre committed, in the order in which it did. */
  readonly stored = new Map<string, number[]>();
  #state: PushState = INITIAL_PUSH_STATE;
  #nowMs = 0;
  #batches = 0;
  #credit = 4;
  #isUp = false;
  #listed: Omit<EpochState, "sentSeq">[] | null = null;
  #reading: Extract<PushEffect, { kind: "read-batch" }> | null = null;
  #sentEvents = new Map<EpochId, number>();
  readonly #batchRows = new Map<string, Batch & { readonly rows: readonly number[] }>();
  readonly #toCentre: Batch[] = [];
  readonly #toStation: PushInput[] = [];

  constructor() {
    this.#begin();
  }

  /** A part of what can happen; what is not possible now does nothing. */
  act(act: Act): void {
    const acts: Record<Act, () => void> = {
      record: () => this.#append("ev", 1),
      "record many": () => this.#append("ev", 130),
      scrape: () => this.#append("tm", 1),
      "scrape many": () => this.#append("tm", 130),
      "thinned scrape": () => this.#append("tm", 1, 7),
      connect: () => this.#connect(),
      disconnect: () => this.#disconnect(),
      restart: () => this.#restart(),
      "restore the centre": () => this.#restore(),
      read: () => this.#read(),
      "fail to read": () => this.#failToRead(),
      "pass time": () => this.#tick(4_000),
      "crowd the centre": () => {
        this.#credit = this.#credit === 1 ? 4 : 1;
      },
      take: () => this.#take(this.#toCentre.shift()),
      "lose going up": () => void this.#toCentre.shift(),
      "repeat going up": () => void this.#toCentre.push(...this.#toCentre.slice(0, 1)),
      answer: () => this.#answer(this.#toStation.shift()),
      "lose going down": () => void this.#toStation.shift(),
    };
    acts[act]();
  }

  /** A good network, for as long as it takes. */
  calm(): void {
    // A connection on which telemetry was left unanswered too often carries none (GW-20).
    this.#disconnect();
    for (let turn = 0; turn < 500 && !this.isDone; turn += 1) {
      if (!this.#isUp) this.#connect();
      this.#read();
      this.#take(this.#toCentre.shift());
      this.#answer(this.#toStation.shift());
      this.#tick(1_000);
    }
  }

  get isDone(): boolean {
    return this.held.every(({ rows, ackedSeq }) => ackedSeq === endOf(rows));
  }

  #begin(): void {
    const epochOrder = this.held.length / 2 + 1;
    const epoch = epochOrder.toString(16).padStart(16, "0") as EpochId;
    this.held.push({ stream: "ev", epoch, epochOrder, rows: [1], ackedSeq: 0 });
    this.held.push({ stream: "tm", epoch, epochOrder, rows: [], ackedSeq: 0 });
  }

  #append(stream: Stream, count: number, step = 1): void {
    const held = this.held.findLast((one) => one.stream === stream);
    if (!held) return;
    for (let row = 0; row < count; row += 1) held.rows.push(endOf(held.rows) + step);
    const { epoch, epochOrder, rows } = held;
    this.#step({ kind: "appended", stream, epoch, epochOrder, seq: endOf(rows) });
  }

  /** Outboxes are read in one turn, and the machine told in another, as the session does. */
  #connect(): void {
    if (this.#isUp) return;
    if (!this.#listed) {
      const filled = this.held.filter(({ rows }) => rows.length > 0);
      this.#listed = filled.map(({ rows, ...one }) => {
        return { ...one, maxSeq: endOf(rows), ackedHash: null };
      });
      return;
    }
    this.#isUp = true;
    this.#step({ kind: "connected", nowMs: this.#nowMs, epochs: this.#listed });
  }

  #disconnect(): void {
    this.#isUp = false;
    this.#listed = null;
    this.#toCentre.length = 0;
    this.#toStation.length = 0;
    this.#step({ kind: "disconnected" });
  }

  #restart(): void {
    this.#disconnect();
    this.#state = INITIAL_PUSH_STATE;
    this.#reading = null;
    this.#begin();
  }

  #restore(): void {
    this.#disconnect();
    for (const rows of this.stored.values()) rows.length = Math.floor(rows.length / 2);
  }

  #read(): void {
    const asked = this.#reading;
    if (!asked) return;
    this.#reading = null;
    const { stream, epoch, from, maxRows } = asked;
    const held = this.held.find((one) => keyOf(one) === keyOf(asked));
    const rows = held?.rows.filter((seq) => seq >= from).slice(0, maxRows) ?? [];
    const batch = `b${this.#batches++}`;
    const read = { batch, stream, epoch, from, to: endOf(rows) };
    this.#batchRows.set(batch, { ...read, rows });
    this.#step({ kind: "batch-read", nowMs: this.#nowMs, ...read });
  }

  #failToRead(): void {
    if (!this.#reading) return;
    this.#reading = null;
    this.#step({ kind: "read-failed" });
  }

  #tick(ms: number): void {
    this.#nowMs += ms;
    this.#step({ kind: "tick", nowMs: this.#nowMs });
  }

  #take(message: Batch | undefined): void {
    if (!message) return;
    const { batch, stream, epoch, from } = message;
    const stored = this.stored.get(keyOf(message)) ?? [];
    const hw = endOf(stored);
    const rows = this.#batchRows.get(batch)?.rows ?? [];
    if (from <= hw + 1) stored.push(...rows.filter((seq) => seq > hw));
    this.stored.set(keyOf(message), stored);
    const rest = { hwHash: null, rejected: [], credit: this.#credit, nowMs: 0 };
    const ack = { batch: batch as Ack["batch"], stream, epoch, hw: endOf(stored), ...rest };
    this.#toStation.push({ kind: "ack", ack });
  }

  #answer(input: PushInput | undefined): void {
    if (!this.#isUp || !input) return;
    if (input.kind === "centre-hello") {
      const marks = input.hello.marks.filter(({ stream }) => stream === "ev");
      this.#sentEvents = new Map(marks.map(({ epoch, hw }) => [epoch, hw]));
    }
    this.#step(input);
  }

  #step(input: PushInput): void {
    const { state, effects } = pushStep(this.#state, input);
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
  }

  #perform(effect: PushEffect): void {
    if (effect.kind === "reconnect") this.#disconnect();
    if (effect.kind === "send-hello") this.#toStation.push(this.#hello());
    if (effect.kind === "read-batch") {
      expect(this.#reading, "one read at a time").toBeNull();
      if (effect.stream === "tm") this.#expectNoEventWaiting();
      this.#reading = effect;
    }
    if (effect.kind === "publish-batch") this.#publish(effect.batch);
    if (effect.kind === "store-mark") {
      const held = this.held.find((one) => keyOf(one) === keyOf(effect));
      if (held) held.ackedSeq = effect.seq;
    }
  }

  #publish(batch: string): void {
    const sent = this.#batchRows.get(batch);
    if (!sent) throw new Error(`unread batch ${batch}`);
    expect(this.#state.inFlight.length).toBeLessThanOrEqual(this.#state.credit);
    if (sent.stream === "tm") this.#expectNoEventWaiting();
    else this.#sentEvents.set(sent.epoch, Math.max(sent.to, this.#sentEvents.get(sent.epoch) ?? 0));
    this.#toCentre.push(sent);
  }

  /** No event lies beyond what was sent in this connection or is acknowledged. */
  #expectNoEventWaiting(): void {
    for (const { stream, epoch, rows, ackedSeq } of this.held) {
      const sentSeq = Math.max(ackedSeq, this.#sentEvents.get(epoch) ?? 0);
      if (stream === "ev") expect(sentSeq).toBe(endOf(rows));
    }
  }

  #hello(): PushInput {
    const marks = this.held.map(({ stream, epoch }): CentreHello["marks"][number] => {
      return {
        stream,
        epoch,
        hw: endOf(this.stored.get(`${stream}:${epoch}`) ?? []),
        hwHash: null,
      };
    });
    const rest = { credit: this.#credit, maxMessageBytes: 262_144, echoSentAtMs: 0, nowMs: 0 };
    return { kind: "centre-hello", hello: { v: 1, marks, ...rest } };
  }
}

describe("push machine behind a bad network", () => {
  it("GW-21, GW-36, GW-37: delivers every row of both streams exactly once and in order, events first", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...ACTS), { maxLength: 200, size: "max" }), (acts) => {
        const world = new World();
        for (const act of acts) world.act(act);
        world.calm();
        expect(world.isDone).toBe(true);
        for (const held of world.held) {
          expect(world.stored.get(keyOf(held)) ?? []).toEqual(held.rows);
        }
      }),
      { numRuns: 400 },
    );
  });
});
