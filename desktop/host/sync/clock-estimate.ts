import type { CentreHello } from "@gatehouse/protocols/wire/messages";
import type { ClockOffset } from "../event-log/event-builder.ts";

/**
 * Estimates the offset from one hello and its answer (RFC 5905 §8 with equal transmit times); a
 * sample is as good as half its round trip.
 */
export function estimateClock(
  hello: Pick<CentreHello, "echoSentAtMs" | "nowMs">,
  receivedAtMs: number,
): ClockOffset {
  const roundTripMs = Math.max(0, receivedAtMs - hello.echoSentAtMs);
  return {
    offsetMs: Math.round(hello.nowMs - (hello.echoSentAtMs + roundTripMs / 2)),
    uncertaintyMs: Math.ceil(roundTripMs / 2),
  };
}
