import { createHmac, createSecretKey, hash } from "node:crypto";
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import type { Digests } from "@gatehouse/protocols/crypto-suite";
import type { BatchCodecs } from "@gatehouse/protocols/wire/batch";

const utf8Encoder = new TextEncoder();
const utf8Decoder = new TextDecoder("utf-8", { fatal: true });

/** Digests as Node computes them. */
export const nodeDigests: Digests = {
  hash: (algorithm, text) => hash(algorithm, text, "base64url"),
  mac(algorithm, key, text) {
    // Node takes a key object several times as fast as the same key as bytes.
    const secret = createSecretKey(key, "base64url");
    return createHmac(algorithm, secret).update(text, "utf8").digest("base64url");
  },
};

/** Text and zstd codecs as Node has them; a bomb ends at the cap, not in memory. */
export const nodeBatchCodecs: BatchCodecs = {
  encodeUtf8: (text) => utf8Encoder.encode(text),
  decodeUtf8: (bytes) => utf8Decoder.decode(bytes),
  zstdCompress: (bytes) => zstdCompressSync(bytes),
  zstdDecompress: (bytes, maxBytes) => zstdDecompressSync(bytes, { maxOutputLength: maxBytes }),
};
