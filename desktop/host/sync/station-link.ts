import type { UpKind } from "@gatehouse/protocols/wire/topics";

/** A link that is up, as the sync session sees it. */
export interface StationLink {
  publish(kind: UpKind, payload: string | Uint8Array): void;
  /** Ends the link; a new one follows by the reconnect policy. */
  drop(why: string): void;
}
