import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import type { BatchCodecs } from "@gatehouse/protocols/wire/batch";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

/** Node's text and zstd codecs, as the batch format wants them. */
export const BATCH_CODECS: BatchCodecs = {
  encodeUtf8: (text) => encoder.encode(text),
  decodeUtf8: (bytes) => decoder.decode(bytes),
  zstdCompress: (bytes) => zstdCompressSync(bytes),
  zstdDecompress: (bytes, maxBytes) => zstdDecompressSync(bytes, { maxOutputLength: maxBytes }),
};
