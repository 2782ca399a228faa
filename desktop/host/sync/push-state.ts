import type { EpochId } from "@gatehouse/protocols/ids";
import type { Ack, CentreHello } from "@gatehouse/protocols/wire/messages";

/** One epoch of the `ev` stream as the station holds it. */
export interface EpochState {
  readonly epoch: EpochId;
  readonly epochOrder: number;
  readonly maxSeq: number;
  /** The centre's mark. */
  readonly ackedSeq: number;
  /** `hash` of this station's own event where the mark stood when the link came up. */
  readonly ackedHash: string | null;
  /** Sent in this connection up to here; `ackedSeq ≤ sentSeq ≤ maxSeq`. */
  readonly sentSeq: number;
}

/** A batch on its way, with the time by which it must be answered (monotonic ms). */
export interface InFlight {
  readonly batch: string;
  readonly epoch: EpochId;
  readonly from: number;
  readonly to: number;
  readonly deadlineMs: number;
}

/** Everything is readonly: a step makes a new state. */
export interface PushState {
  readonly phase: "offline" | "greeting" | "pushing";
  readonly credit: number;
  /** In epoch order. */
  readonly epochs: readonly EpochState[];
  readonly inFlight: readonly InFlight[];
  /** The one read that is under way. */
  readonly reading: { readonly epoch: EpochId; readonly from: number } | null;
  readonly greetingDeadlineMs: number;
  readonly timeoutsInARow: number;
}

/** What can happen to the machine. `nowMs` is monotonic. */
export type PushInput =
  | {
      readonly kind: "connected";
      readonly nowMs: number;
      /** As the outbox listed them; what was appended since then is known to the machine already. */
      readonly epochs: readonly Omit<EpochState, "sentSeq">[];
    }
  | { readonly kind: "disconnected" }
  | { readonly kind: "centre-hello"; readonly hello: CentreHello }
  | {
      readonly kind: "appended";
      readonly epoch: EpochId;
      readonly epochOrder: number;
      readonly seq: number;
    }
  | {
      readonly kind: "batch-read";
      readonly nowMs: number;
      readonly batch: string;
      readonly epoch: EpochId;
      readonly from: number;
      readonly to: number;
    }
  | { readonly kind: "read-failed" }
  | { readonly kind: "ack"; readonly ack: Ack }
  | { readonly kind: "tick"; readonly nowMs: number };

/** What the outside must do. */
export type PushEffect =
  | { readonly kind: "send-hello" }
  | {
      readonly kind: "read-batch";
      readonly epoch: EpochId;
      readonly from: number;
      readonly maxRows: number;
      readonly enc: "json" | "zstd";
    }
  | { readonly kind: "publish-batch"; readonly batch: string }
  | { readonly kind: "drop-batch"; readonly batch: string }
  | { readonly kind: "store-mark"; readonly epoch: EpochId; readonly seq: number }
  | {
      readonly kind: "mark-ahead";
      readonly epoch: EpochId;
      readonly hw: number;
      readonly maxSeq: number;
    }
  | { readonly kind: "reconnect"; readonly why: "no-answer" };

/** One step's outcome. */
export interface PushStep {
  readonly state: PushState;
  readonly effects: readonly PushEffect[];
}
