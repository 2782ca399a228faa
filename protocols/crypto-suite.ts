/**
 * The one module that names algorithms. Whatever is sealed, chained, signed or certified
 * carries the name of its suite; a second suite (`gm1`: SM3, SM4, SM2) becomes a second row here.
 */
export type SuiteName = "gh1";

/** The algorithms of a suite, by the names that Node's `crypto` knows. */
export interface SuiteAlgorithms {
  readonly name: SuiteName;
  /** Tag byte in front of sealed data. */
  readonly tag: number;
  readonly digest: string;
  readonly seal: "aes-256-gcm";
  readonly sealKeyBytes: number;
  readonly sealIvBytes: number;
  readonly sealTagBytes: number;
  readonly signature: "ed25519";
  /** Curve of TLS and certificate keys. */
  readonly tlsCurve: "P-256";
}

/** AES-256-GCM, SHA-256, Ed25519, P-256 for TLS. */
export const GH1: SuiteAlgorithms = {
  name: "gh1",
  tag: 1,
  digest: "sha256",
  seal: "aes-256-gcm",
  sealKeyBytes: 32,
  sealIvBytes: 12,
  sealTagBytes: 16,
  signature: "ed25519",
  tlsCurve: "P-256",
};

/** Digests as the platform computes them (Node's `crypto.hash` and `createHmac`), passed in. */
export interface Digests {
  /** Digest of UTF-8 `text`, base64url without padding. */
  hash(algorithm: string, text: string): string;
  /** HMAC of UTF-8 `text` under `key` (base64url), base64url without padding. */
  mac(algorithm: string, key: string, text: string): string;
}
