import { ok, type Result } from "@gatehouse/protocols/result";
import {
  type Ack,
  ackSchema,
  type CentreHello,
  centreHelloSchema,
  feedSchema,
  parseMessage,
} from "@gatehouse/protocols/wire/messages";
import { parseStationTopic } from "@gatehouse/protocols/wire/topics";

/** What the centre tells a station. */
export type DownMessage =
  | { readonly kind: "hello"; readonly hello: CentreHello }
  | { readonly kind: "ack"; readonly ack: Ack }
  /** Unread: whose it is and what it holds is for whoever takes it. */
  | { readonly kind: "bundle"; readonly bundle: unknown };

/**
 * Reads what came on a topic of the centre, from bytes that anyone may have sent; null where it is
 * nothing that this version takes, such as a feed of a kind that it does not know.
 */
export function readDownMessage(
  topic: string,
  payload: Buffer,
): Result<DownMessage | null, "not-json" | "malformed-message"> {
  const parsed = parseStationTopic(topic);
  if (!parsed.ok || parsed.value.direction !== "down") return ok(null);
  const text = payload.toString("utf8");
  const { kind } = parsed.value;
  if (kind === "hello") {
    const read = parseMessage(centreHelloSchema, text);
    return read.ok ? ok({ kind, hello: read.value }) : read;
  }
  if (kind === "ack") {
    const read = parseMessage(ackSchema, text);
    return read.ok ? ok({ kind, ack: read.value }) : read;
  }
  return kind === "feed" ? readFeed(text) : ok(null);
}

function readFeed(text: string): ReturnType<typeof readDownMessage> {
  const read = parseMessage(feedSchema, text);
  if (!read.ok) return read;
  const { kind, bundle } = read.value;
  return ok(kind === "bundle" ? { kind, bundle } : null);
}
