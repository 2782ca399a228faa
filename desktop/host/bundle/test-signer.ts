import "reflect-metadata";
import { generateKeyPairSync, type KeyObject, sign, webcrypto } from "node:crypto";
import { BUNDLE_SIGNER_NAME, type Bundle, signedTextOf } from "@gatehouse/protocols/bundle/bundle";
import * as x509 from "@peculiar/x509";
import { NOON_MS } from "../event-log/log-fixture.ts";

const CA_ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

/** What a test says of a bundle; the rest is filled in. */
export type BundleFields = Pick<Bundle, "kind" | "version" | "body"> &
  Partial<Pick<Bundle, "issuedAtMs" | "expiresAtMs">>;

/** One signing key with its certificate. */
export interface TestSigner {
  sign(fields: BundleFields): Bundle;
}

/** A throw-away CA that certifies keys for bundles. */
export interface TestBundleAuthority {
  readonly caPem: string;
  /** The CA's certificate for a key, PEM. */
  certify(commonName: string, publicKey: KeyObject, dates?: CertificateDates): Promise<string>;
  /** A new Ed25519 key, certified under `commonName`. */
  signerNamed(commonName: string, dates?: CertificateDates): Promise<TestSigner>;
}

/** When a certificate is good, by its own words. */
export interface CertificateDates {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

const ALWAYS: CertificateDates = {
  notBefore: new Date(0),
  notAfter: new Date("9999-12-31T23:59:59Z"),
};

/** Makes a CA; two of them differ in nothing but their keys. */
export async function makeBundleAuthority(): Promise<TestBundleAuthority> {
  const keys = await webcrypto.subtle.generateKey(CA_ALGORITHM, true, ["sign", "verify"]);
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ CN: ["Gatehouse CA"] }],
    keys,
    ...ALWAYS,
    serialNumber: "01",
    signingAlgorithm: CA_ALGORITHM,
    extensions: [new x509.BasicConstraintsExtension(true, 0, true)],
  });
  async function certify(commonName: string, publicKey: KeyObject, dates = ALWAYS) {
    const certificate = await x509.X509CertificateGenerator.create({
      subject: [{ CN: [commonName] }],
      issuer: ca.subjectName,
      publicKey: new x509.PublicKey(publicKey.export({ type: "spki", format: "der" })),
      signingKey: keys.privateKey,
      ...dates,
      signingAlgorithm: CA_ALGORITHM,
    });
    return certificate.toString("pem");
  }
  return {
    caPem: ca.toString("pem"),
    certify,
    async signerNamed(commonName, dates) {
      const { publicKey, privateKey } = generateKeyPairSync("ed25519");
      return createSigner(await certify(commonName, publicKey, dates), privateKey);
    },
  };
}

/** A CA with the key that signs its bundles. */
export async function makeTestSigner(): Promise<TestSigner & { readonly caPem: string }> {
  const authority = await makeBundleAuthority();
  const signer = await authority.signerNamed(BUNDLE_SIGNER_NAME);
  return { caPem: authority.caPem, sign: signer.sign };
}

/** Signs with a key that a CA certified. */
export function createSigner(signerPem: string, key: KeyObject): TestSigner {
  return {
    sign(fields) {
      const unsigned: Omit<Bundle, "signature"> = {
        v: 1,
        suite: "gh1",
        issuedAtMs: NOON_MS,
        expiresAtMs: null,
        ...fields,
        signerPem,
      };
      const text = Buffer.from(signedTextOf(unsigned), "utf8");
      return { ...unsigned, signature: sign(null, text, key).toString("base64url") };
    },
  };
}
