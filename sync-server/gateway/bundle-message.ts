import { parseBundle } from "@gatehouse/protocols/bundle/bundle";
import { fail, ok, type Result } from "@gatehouse/protocols/result";
import { type Feed, MAX_MESSAGE_BYTES, WIRE_VERSION } from "@gatehouse/protocols/wire/messages";
import type { IssuedBundle } from "../store/bundle-reader.ts";

/** A bundle as it goes to stations. */
export interface BundleMessage {
  readonly kind: string;
  readonly version: number;
  /** JSON of the `down/feed` message. */
  readonly text: string;
}

/**
 * Writes the message of one bundle (GW-41).
 * @returns `malformed-bundle` for a row that no station could read, `message-too-large` beyond GW-6
 */
export function bundleMessage(
  issued: IssuedBundle,
): Result<BundleMessage, "malformed-bundle" | "message-too-large"> {
  const bundle = parseBundle(jsonOf(issued.text));
  if (!bundle.ok) return bundle;
  const { kind, version } = bundle.value;
  if (kind !== issued.kind || version !== issued.version) return fail("malformed-bundle", "row");
  const feed: Feed = { v: WIRE_VERSION, kind: "bundle", bundle: bundle.value };
  const text = JSON.stringify(feed);
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_MESSAGE_BYTES) return fail("message-too-large", `${bytes} bytes`);
  return ok({ kind, version, text });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
