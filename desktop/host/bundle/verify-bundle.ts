import { type KeyObject, verify, X509Certificate } from "node:crypto";
import { BUNDLE_SIGNER_NAME, type Bundle, signedTextOf } from "@gatehouse/protocols/bundle/bundle";
import { GH1 } from "@gatehouse/protocols/crypto-suite";
import { fail, ok, type Result } from "@gatehouse/protocols/result";

/** Why a well-formed bundle is nobody's, altered or too old. */
export type BundleFault = "foreign-signer" | "bad-signature" | "expired";

/** By what a bundle is judged. */
export interface BundleTrust {
  /** The CA that was pinned at enrolment. */
  readonly caPem: string;
  readonly nowMs: number;
}

/** Judges whether a bundle may be taken now (GW-42); versions are for whoever holds the last one. */
export function verifyBundle(
  bundle: Bundle,
  { caPem, nowMs }: BundleTrust,
): Result<true, BundleFault> {
  const signed = verifySigner(bundle, caPem);
  if (!signed.ok) return signed;
  const isExpired = bundle.expiresAtMs !== null && nowMs > bundle.expiresAtMs;
  return isExpired ? fail("expired") : ok(true);
}

/** Judges whose a bundle is, whatever its age: one that was taken in time stays good. */
export function verifySigner(
  bundle: Bundle,
  caPem: string,
): Result<true, "foreign-signer" | "bad-signature"> {
  const key = signerKeyOf(bundle.signerPem, new X509Certificate(caPem));
  if (!key) return fail("foreign-signer");
  const text = Buffer.from(signedTextOf(bundle), "utf8");
  // Ed25519 hashes inside: Node wants no digest named (RFC 8032 §5.1).
  const isRight = verify(null, text, key, Buffer.from(bundle.signature, "base64url"));
  return isRight ? ok(true) : fail("bad-signature");
}

/**
 * The key of a certificate that this CA made for signing bundles. The CA certifies stations, too,
 * so the name decides; dates do not (the clock of a station may be wrong).
 */
function signerKeyOf(signerPem: string, ca: X509Certificate): KeyObject | null {
  const signer = certificateOf(signerPem);
  if (signer?.subject !== `CN=${BUNDLE_SIGNER_NAME}`) return null;
  if (!signer.checkIssued(ca) || !signer.verify(ca.publicKey)) return null;
  const key = signer.publicKey;
  return key.asymmetricKeyType === GH1.signature ? key : null;
}

function certificateOf(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem);
  } catch {
    // OpenSSL answers bad PEM by throwing; to us it is a stranger's.
    return null;
  }
}
