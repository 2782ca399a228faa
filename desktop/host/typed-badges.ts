import { ok, type Result } from "@gatehouse/protocols/result";
import type { PostHandlers } from "@gatehouse/protocols/rpc/station-handlers";

/** An act that takes a typed code. */
type Typing = (payload: string) => Promise<Result<true>>;

/**
 * The acts of a post, but for typed badges: a scanner that plays a keyboard types a badge like any
 * other code, and it is as little a record as a scanned one.
 * @param present true when the code was a badge, which waits for its PIN now
 */
export function withoutBadges(
  handlers: PostHandlers,
  present: (code: string) => boolean,
): PostHandlers {
  const sifted =
    (act: Typing): Typing =>
    async (payload) =>
      present(payload) ? ok(true) : act(payload);
  if (handlers.role === "checkpoint") {
    return { ...handlers, recordTyped: sifted((payload) => handlers.recordTyped(payload)) };
  }
  return { ...handlers, enter: sifted((payload) => handlers.enter(payload)) };
}
