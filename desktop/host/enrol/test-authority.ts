import "reflect-metadata";
import { createHash, generateKeyPairSync, KeyObject, webcrypto } from "node:crypto";
import { isIP } from "node:net";
import { BUNDLE_SIGNER_NAME } from "@gatehouse/protocols/bundle/bundle";
import * as x509 from "@peculiar/x509";
import { createSigner, type TestSigner } from "../bundle/test-signer.ts";

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const DATES = { notBefore: new Date(0), notAfter: new Date("9999-12-31T23:59:59Z") };

/** A throw-away CA. */
export interface TestAuthority {
  readonly caPem: string;
  /** SHA-256 of the DER, lower-case hex. */
  readonly fingerprint: string;
  /** A server's certificate with its key, the CA behind it in the chain. */
  certifyServer(name: string): Promise<{ key: string; cert: string }>;
  /** A station's certificate for the key of a PKCS #10 request. */
  certifyStation(stationId: string, csrPem: string): Promise<string>;
  /** A key that signs this CA's bundles. */
  makeSigner(): Promise<TestSigner>;
}

/** Makes a CA; two with the same name differ in nothing but their keys. */
export async function makeTestAuthority(name = "Gatehouse CA"): Promise<TestAuthority> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [name] }],
    keys,
    ...DATES,
    serialNumber: "01",
    signingAlgorithm: ALGORITHM,
    extensions: [new x509.BasicConstraintsExtension(true, 0, true)],
  });
  const caPem = ca.toString("pem");

  async function certify(commonName: string, publicKey: x509.PublicKeyType, names: string[]) {
    const certificate = await x509.X509CertificateGenerator.create({
      subject: [{ CN: [commonName] }],
      issuer: ca.subjectName,
      publicKey,
      signingKey: keys.privateKey,
      ...DATES,
      signingAlgorithm: ALGORITHM,
      extensions: [
        new x509.SubjectAlternativeNameExtension(
          names.map((value) => ({ type: isIP(value) === 0 ? "dns" : "ip", value })),
        ),
      ],
    });
    return certificate.toString("pem");
  }

  return {
    caPem,
    fingerprint: createHash("sha256").update(new Uint8Array(ca.rawData)).digest("hex"),
    async certifyServer(host) {
      const own = await webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
      const key = KeyObject.from(own.privateKey).export({ type: "pkcs8", format: "pem" });
      const leaf = await certify("centre", own.publicKey, [host]);
      return { key: String(key), cert: `${leaf}\n${caPem}\n` };
    },
    certifyStation(stationId, csrPem) {
      const { publicKey } = new x509.Pkcs10CertificateRequest(csrPem);
      return certify(stationId, publicKey, [stationId]);
    },
    async makeSigner() {
      const { publicKey, privateKey } = generateKeyPairSync("ed25519");
      const key = new x509.PublicKey(publicKey.export({ type: "spki", format: "der" }));
      const name = BUNDLE_SIGNER_NAME;
      return createSigner(await certify(name, key, [name]), privateKey);
    },
  };
}
