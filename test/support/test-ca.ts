import { createPublicKey } from "node:crypto";
import type { StationId } from "@gatehouse/protocols/ids";
import {
  certificatePem,
  fingerprintOf,
  generateKeyPair,
  type Issuer,
  makeCaCertificate,
  makeEndCertificate,
  privateKeyPem,
} from "@gatehouse/sync-server/pki/certificate";

/** A key with its certificate, as PEM. */
export interface Credential {
  readonly keyPem: string;
  readonly certPem: string;
  /** SHA-256 of the certificate's DER, lower-case hex. */
  readonly fingerprint: string;
}

/** A CA of a test's own. */
export interface TestCa {
  readonly caPem: string;
  readonly server: { readonly keyPem: string; readonly chainPem: string };
  /** Certifies any common name as a client. */
  issue(commonName: string): Promise<Credential>;
  /** A certificate for a key (SPKI, DER) that somebody else holds, PEM. */
  certify(commonName: string, publicKey: Buffer): Promise<string>;
}

/** Makes a CA and a server certificate for the loopback address. */
export async function makeTestCa(): Promise<TestCa> {
  const keys = await generateKeyPair();
  const issuer: Issuer = { certificate: await makeCaCertificate("test CA", keys), keys };
  const caPem = certificatePem(issuer.certificate);
  const server = await certify(issuer, { commonName: "centre", usage: "server" });
  return {
    caPem,
    server: { keyPem: server.keyPem, chainPem: server.certPem + caPem },
    issue: (commonName) => certify(issuer, { commonName, usage: "client" }),
    certify: async (commonName, publicKey) =>
      certificatePem(await makeEndCertificate(issuer, { commonName, publicKey, usages: [] })),
  };
}

/** A certificate that vouches for itself. */
export async function makeSelfSigned(commonName: StationId): Promise<Credential> {
  const keys = await generateKeyPair();
  const certificate = await makeCaCertificate(commonName, keys);
  return {
    keyPem: await privateKeyPem(keys),
    certPem: certificatePem(certificate),
    fingerprint: fingerprintOf(certificate),
  };
}

async function certify(
  issuer: Issuer,
  options: { readonly commonName: string; readonly usage: "server" | "client" },
): Promise<Credential> {
  const keyPem = await privateKeyPem(await generateKeyPair());
  const certificate = await makeEndCertificate(issuer, {
    commonName: options.commonName,
    publicKey: createPublicKey(keyPem).export({ type: "spki", format: "der" }),
    usages: [options.usage],
    names: options.usage === "server" ? ["127.0.0.1", "localhost"] : [],
  });
  return {
    keyPem,
    certPem: certificatePem(certificate),
    fingerprint: fingerprintOf(certificate),
  };
}
