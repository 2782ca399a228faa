import { MAX_PAYLOAD_LENGTH } from "../event/scan-events.ts";
import { fail, ok, type Result } from "../result.ts";
import { readAimPrefix } from "./aim.ts";

/** One read of a scanner, in the fields of a `scan.recorded` body. */
export interface ScanRead {
  /** The scanned text without AIM identifier and suffix; personal data. */
  readonly payload: string;
  readonly encoding: "utf-8" | "gb18030" | "latin1";
  /** AIM identifier as sent, such as `]Q1`; null when the device sends none. */
  readonly aimId: string | null;
  readonly symbology: string | null;
  readonly terminator: "suffix" | "idle";
}

/** The platform's text decoders, passed in; null for bytes that are not of the encoding. */
export interface TextCodecs {
  decodeUtf8(bytes: Uint8Array): string | null;
  decodeGb18030(bytes: Uint8Array): string | null;
}

/** A line as the framer cut it. */
export interface ScannedLine {
  readonly bytes: Uint8Array;
  readonly terminator: "suffix" | "idle";
}

/** What is known of the device. */
export interface ScannerCodecOptions {
  /** True when the device is configured to put an AIM identifier in front of each read. */
  readonly sendsAimIds: boolean;
  readonly codecs: TextCodecs;
}

/** Reads a line; a read without any text is refused, as is one that no event could carry. */
export function decodeScan(
  line: ScannedLine,
  options: ScannerCodecOptions,
): Result<ScanRead, "too-long" | "empty"> {
  const { text, encoding } = decodeText(line.bytes, options.codecs);
  const prefix = options.sendsAimIds ? readAimPrefix(text) : null;
  const payload = prefix === null ? text : text.slice(prefix.aimId.length);
  if (payload.length === 0) return fail("empty");
  if (payload.length > MAX_PAYLOAD_LENGTH) return fail("too-long", `${payload.length} characters`);
  return ok({
    payload,
    encoding,
    aimId: prefix?.aimId ?? null,
    symbology: prefix?.symbology ?? null,
    terminator: line.terminator,
  });
}

/**
 * UTF-8 first, because it refuses nearly all text of other encodings; then GB 18030, which QR
 * codes printed by Chinese systems carry without an ECI; else every byte as its own character.
 */
function decodeText(
  bytes: Uint8Array,
  codecs: TextCodecs,
): Pick<ScanRead, "encoding"> & { text: string } {
  const utf8 = codecs.decodeUtf8(bytes);
  if (utf8 !== null) return { text: utf8, encoding: "utf-8" };
  const gb18030 = codecs.decodeGb18030(bytes);
  if (gb18030 !== null) return { text: gb18030, encoding: "gb18030" };
  const latin1 = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return { text: latin1, encoding: "latin1" };
}
