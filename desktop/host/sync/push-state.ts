import type { EpochId } from "@gatehouse/protocols/ids";
import type { Ack, CentreHello, Stream } from "@gatehouse/protocols/wire/messages";

/** Names one epoch of one stream: what has its own `seq` and its own mark. */
export interface StreamEpoch {
  readonly stream: Stream;
  readonly epoch: EpochId;
}

/** One epoch of a stream as the station holds it. */
export interface EpochState extends StreamEpoch {
  readonly epochOrder: number;
  readonly maxSeq: number;
  /** The centre's mark. */
  readonly ackedSeq: number;
  /**
   * `hash` of this station's own event where the mark stood when the link came up; null in a
   * stream without a chain.
   */
  readonly ackedHash: string | null;
  /** Sent in this connection up to here, and never behind the mark. */
  readonly sentSeq: number;
}

/** A batch on its way, with the time by which it must be answered (monotonic ms). */
export interface InFlight extends StreamEpoch {
  readonly batch: string;
  readonly from: number;
  readonly to: number;
  readonly deadlineMs: number;
}

/** Everything is readonly: a step makes a new state. */
export interface PushState {
  readonly phase: "offline" | "greeting" | "pushing";
  /** Batches that may be in flight, of both streams together. */
  readonly credit: number;
  /** Of both streams; those of one stream stand in epoch order. */
  readonly epochs: readonly EpochState[];
  readonly inFlight: readonly InFlight[];
  /** The one read that is under way. */
  readonly reading: (StreamEpoch & { readonly from: number }) | null;
  readonly greetingDeadlineMs: number;
  /** Without any answer in between. */
  readonly timeoutsInARow: number;
  readonly telemetry: {
    /** Whether the centre takes telemetry on this connection: `no` once it left three times unanswered. */
    readonly taking: "unknown" | "yes" | "no";
    /** Timeouts of telemetry alone, without an answer to telemetry in between. */
    readonly timeoutsInARow: number;
  };
}

/** What can happen to the machine. `nowMs` is monotonic. */
export type PushInput =
  | {
      readonly kind: "connected";
      readonly nowMs: number;
      /** As the outboxes listed them; what was appended since then is known to the machine already. */
      readonly epochs: readonly Omit<EpochState, "sentSeq">[];
    }
  | { readonly kind: "disconnected" }
  | { readonly kind: "centre-hello"; readonly hello: CentreHello }
  | ({ readonly kind: "appended" } & AppendedRow)
  | ({
      readonly kind: "batch-read";
      readonly nowMs: number;
      readonly batch: string;
      readonly from: number;
      readonly to: number;
    } & StreamEpoch)
  | { readonly kind: "read-failed" }
  | { readonly kind: "ack"; readonly ack: Ack }
  | { readonly kind: "tick"; readonly nowMs: number };

/** The newest row of an epoch. */
export interface AppendedRow extends StreamEpoch {
  readonly epochOrder: number;
  readonly seq: number;
}

/** What the outside must do. */
export type PushEffect =
  | { readonly kind: "send-hello" }
  | ({
      readonly kind: "read-batch";
      readonly from: number;
      readonly maxRows: number;
      readonly enc: "json" | "zstd";
    } & StreamEpoch)
  | { readonly kind: "publish-batch"; readonly stream: Stream; readonly batch: string }
  | { readonly kind: "drop-batch"; readonly batch: string }
  | ({ readonly kind: "store-mark"; readonly seq: number } & StreamEpoch)
  | ({
      readonly kind: "mark-ahead";
      readonly hw: number;
      readonly maxSeq: number;
    } & StreamEpoch)
  /** No more telemetry is sent on this connection: the centre does not take it. */
  | { readonly kind: "telemetry-held" }
  | { readonly kind: "reconnect"; readonly why: "no-answer" };

/** One step's outcome. */
export interface PushStep {
  readonly state: PushState;
  readonly effects: readonly PushEffect[];
}

/** True when both name the same epoch of the same stream. */
export function isSameEpoch(a: StreamEpoch, b: StreamEpoch): boolean {
  return a.stream === b.stream && a.epoch === b.epoch;
}

/** True when the centre has every event that was listed in this connection or came since. */
export function areEventsDelivered({ phase, epochs }: PushState): boolean {
  const isOpen = epochs.some((one) => one.stream === "ev" && one.ackedSeq < one.maxSeq);
  return phase === "pushing" && !isOpen;
}
