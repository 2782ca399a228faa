import type { CentreHello } from "@gatehouse/protocols/wire/messages";

/** The centre's clock against this station's; a sample is as good as half its round trip. */
export interface ClockEstimate {
  /** Centre − station, ms. */
  readonly offsetMs: number;
  readonly uncertaintyMs: number;
}

/** Estimates the offset from one hello and its answer (RFC 5905 §8 with equal transmit times). */
export function estimateClock(
  hello: Pick<CentreHello, "echoSentAtMs" | "nowMs">,
  receivedAtMs: number,
): ClockEstimate {
  const roundTripMs = Math.max(0, receivedAtMs - hello.echoSentAtMs);
  return {
    offsetMs: Math.round(hello.nowMs - (hello.echoSentAtMs + roundTripMs / 2)),
    uncertaintyMs: Math.ceil(roundTripMs / 2),
  };
}
