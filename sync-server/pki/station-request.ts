import "reflect-metadata";
import { createHash, createPublicKey } from "node:crypto";
import { fail, ok, type Result } from "@gatehouse/protocols/result";
import * as x509 from "@peculiar/x509";

/** The one curve we certify, by OpenSSL's name. */
const P256_NAME = "prime256v1";

/** What counts in a station's PKCS #10 request: its key. */
export interface StationRequest {
  readonly publicKey: x509.PublicKey;
  /** SHA-256 of the SPKI's DER, lower-case hex. */
  readonly publicKeyHash: string;
}

/** Why a request is refused. */
export type StationRequestReason = "malformed-request" | "unsupported-key" | "bad-signature";

/** Reads a PEM request from anyone: the key must be P-256 and must have signed the request; the subject is ignored. */
export async function parseStationRequest(
  pem: string,
): Promise<Result<StationRequest, StationRequestReason>> {
  try {
    const request = new x509.Pkcs10CertificateRequest(pem);
    const spki = Buffer.from(request.publicKey.rawData);
    const key = createPublicKey({ key: spki, format: "der", type: "spki" });
    if (key.asymmetricKeyDetails?.namedCurve !== P256_NAME) return fail("unsupported-key");
    if (!(await request.verify())) return fail("bad-signature");
    const publicKeyHash = createHash("sha256").update(spki).digest("hex");
    return ok({ publicKey: request.publicKey, publicKeyHash });
  } catch {
    // The ASN.1 reader and OpenSSL answer bad bytes by throwing.
    return fail("malformed-request");
  }
}
