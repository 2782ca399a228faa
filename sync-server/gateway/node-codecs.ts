import { hash } from "node:crypto";
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import type { Digests } from "@gatehouse/protocols/crypto-suite";
import type { BatchCodecs } from "@gatehouse/protocols/wire/batch";

const utf8Encoder = new TextEncoder();
const utf8Decoder = new TextDecoder("utf-8", { fatal: true });

/** Block of SHA-256 (FIPS 180-4 §1) and of SM3, bytes. */
const BLOCK_BYTES = 64;

/** Digests as Node computes them. */
export const nodeDigests: Digests = {
  hash: (algorithm, text) => hash(algorithm, text, "base64url"),
  mac: (algorithm, key, text) => hmac(algorithm, Buffer.from(key, "base64url"), text),
};

/**
 * HMAC as RFC 2104 §2 defines it, over the one-shot digest: `createHmac` makes a key object each time,
 * and every event has a key of its own, which costs eight times as much.
 */
function hmac(algorithm: string, key: Uint8Array, text: string): string {
  const short = key.length > BLOCK_BYTES ? hash(algorithm, key, "buffer") : key;
  const block = Buffer.alloc(BLOCK_BYTES);
  block.set(short);
  const inner = hash(algorithm, Buffer.concat([masked(block, 0x36), Buffer.from(text)]), "buffer");
  return hash(algorithm, Buffer.concat([masked(block, 0x5c), inner]), "base64url");
}

function masked(block: Uint8Array, mask: number): Uint8Array {
  return block.map((byte) => byte ^ mask);
}

/** Text and zstd codecs as Node has them; a bomb ends at the cap, not in memory. */
export const nodeBatchCodecs: BatchCodecs = {
  encodeUtf8: (text) => utf8Encoder.encode(text),
  decodeUtf8: (bytes) => utf8Decoder.decode(bytes),
  zstdCompress: (bytes) => zstdCompressSync(bytes),
  zstdDecompress: (bytes, maxBytes) => zstdDecompressSync(bytes, { maxOutputLength: maxBytes }),
};
