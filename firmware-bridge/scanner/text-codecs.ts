import type { TextCodecs } from "@gatehouse/protocols/scan/scanner-codec";

/** Text decoders of the platform. A byte order mark is not part of the text. */
export const platformTextCodecs: TextCodecs = {
  decodeUtf8: fatalDecoder("utf-8"),
  decodeGb18030: fatalDecoder("gb18030"),
};

function fatalDecoder(encoding: string): (bytes: Uint8Array) => string | null {
  const decoder = new TextDecoder(encoding, { fatal: true });
  return (bytes) => {
    try {
      return decoder.decode(bytes);
    } catch (cause) {
      // A fatal decoder says "not of this encoding" by a TypeError (WHATWG Encoding, `decode`).
      if (cause instanceof TypeError) return null;
      throw cause;
    }
  };
}
