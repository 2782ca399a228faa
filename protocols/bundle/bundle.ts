import { z } from "zod";
import { canonicalJson, type JsonValue } from "../canonical-json.ts";
import { fail, ok, type Result } from "../result.ts";

/** Kinds of bundles that stations know. */
export const BUNDLE_KINDS = ["operators"] as const;
/** See `BUNDLE_KINDS`. */
export type BundleKind = (typeof BUNDLE_KINDS)[number];

/** Common name of the certificate that signs bundles; no station and no server can have it. */
export const BUNDLE_SIGNER_NAME = "gatehouse-bundles";

/** Domain separation: names the format inside what is signed. */
const BUNDLE_V1 = "gatehouse bundle v1\n";
const timeMs = z.number().int().min(0).max(8.64e15);

/**
 * A signed, versioned list that the centre gives to its stations. Unknown fields would be signed,
 * too, so there are none.
 */
const bundleSchema = z.strictObject({
  v: z.literal(1),
  kind: z.string().min(1).max(40),
  /** Rises with each issue of a kind; a station never goes back. */
  version: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
  issuedAtMs: timeMs,
  /** After this a station takes it no more; one that it has goes on to be used, with its age shown. */
  expiresAtMs: timeMs.nullable(),
  suite: z.literal("gh1"),
  body: z.record(z.string(), z.json()),
  /** Certificate of the signing key, by the CA that stations pin. */
  signerPem: z.string().max(4_096),
  /** Ed25519 over `signedTextOf`, base64url. */
  signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/),
});
/** See `bundleSchema`. */
export type Bundle = z.infer<typeof bundleSchema>;

/** The UTF-8 text that is signed: everything but the signature, as canonical JSON. */
export function signedTextOf(bundle: Omit<Bundle, "signature">): string {
  const { signature: _own, ...signed } = bundle as Bundle;
  return BUNDLE_V1 + canonicalJson(signed as JsonValue);
}

/** Reads a bundle's shape from unknown input; whose it is, is for `verify-bundle` of the host. */
export function parseBundle(input: unknown): Result<Bundle, "malformed-bundle"> {
  const parsed = bundleSchema.safeParse(input);
  if (parsed.success) return ok(parsed.data);
  return fail("malformed-bundle", parsed.error.issues[0]?.path.join("."));
}
