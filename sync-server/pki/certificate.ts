import "reflect-metadata";
import { createHash, createPublicKey, randomBytes } from "node:crypto";
import { isIP } from "node:net";
import * as x509 from "@peculiar/x509";

/** Every certificate is dated from here … */
const NOT_BEFORE = new Date(0);
/** … to the end of GeneralizedTime, RFC 5280 §4.1.2.5's "no expiry": the registry decides trust, not a clock. */
const NOT_AFTER = new Date("9999-12-31T23:59:59Z");

const P256 = { name: "ECDSA", namedCurve: "P-256" } as const;
const ECDSA_SHA256 = { name: "ECDSA", hash: "SHA-256" } as const;

/** A key as this platform's WebCrypto has it. */
type WebKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** A P-256 key pair. */
export interface KeyPair {
  readonly publicKey: WebKey;
  readonly privateKey: WebKey;
}

/** Who signs: the CA's name and its keys. */
export interface Issuer {
  readonly certificate: x509.X509Certificate;
  readonly keys: KeyPair;
}

/** A new P-256 pair. */
export async function generateKeyPair(): Promise<KeyPair> {
  return crypto.subtle.generateKey(P256, true, ["sign", "verify"]);
}

/** The private key as PKCS #8 PEM. */
export async function privateKeyPem(keys: KeyPair): Promise<string> {
  const der = await crypto.subtle.exportKey("pkcs8", keys.privateKey);
  return `${x509.PemConverter.encode(der, x509.PemConverter.PrivateKeyTag)}\n`;
}

/** Reads a pair back from PKCS #8 PEM. @throws DOMException on anything that is no P-256 key */
export async function keyPairFromPem(pem: string): Promise<KeyPair> {
  const [der] = x509.PemConverter.decode(pem);
  if (!der) throw new TypeError("no PEM block");
  const privateKey = await crypto.subtle.importKey("pkcs8", der, P256, true, ["sign"]);
  const spki = new Uint8Array(createPublicKey(pem).export({ type: "spki", format: "der" }));
  const publicKey = await crypto.subtle.importKey("spki", spki, P256, true, ["verify"]);
  return { privateKey, publicKey };
}

/** A self-signed CA that may sign end certificates only. */
export async function makeCaCertificate(
  name: string,
  keys: KeyPair,
): Promise<x509.X509Certificate> {
  return x509.X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [name] }],
    keys,
    serialNumber: serialNumber(),
    notBefore: NOT_BEFORE,
    notAfter: NOT_AFTER,
    signingAlgorithm: ECDSA_SHA256,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
        true,
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
}

/** What an end certificate says. */
export interface EndCertificateOptions {
  readonly commonName: string;
  readonly publicKey: x509.PublicKeyType;
  /** Ends of TLS that it may stand for; none for a key that only signs. */
  readonly usages: readonly ("server" | "client")[];
  /** DNS names and IP addresses; none for a certificate that is known by its common name. */
  readonly names?: readonly string[];
}

/** An end certificate signed by the CA. */
export async function makeEndCertificate(
  issuer: Issuer,
  options: EndCertificateOptions,
): Promise<x509.X509Certificate> {
  const usageIds = options.usages.map((usage) =>
    usage === "server" ? x509.ExtendedKeyUsage.serverAuth : x509.ExtendedKeyUsage.clientAuth,
  );
  const names = (options.names ?? []).map((name) => ({
    type: isIP(name) === 0 ? ("dns" as const) : ("ip" as const),
    value: name,
  }));
  return x509.X509CertificateGenerator.create({
    subject: [{ CN: [options.commonName] }],
    issuer: issuer.certificate.subjectName,
    publicKey: options.publicKey,
    signingKey: issuer.keys.privateKey,
    serialNumber: serialNumber(),
    notBefore: NOT_BEFORE,
    notAfter: NOT_AFTER,
    signingAlgorithm: ECDSA_SHA256,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      // RFC 5280 §4.2.1.12: an empty list is no list.
      ...(usageIds.length > 0 ? [new x509.ExtendedKeyUsageExtension(usageIds)] : []),
      await x509.SubjectKeyIdentifierExtension.create(options.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.certificate.publicKey),
      ...(names.length > 0 ? [new x509.SubjectAlternativeNameExtension(names)] : []),
    ],
  });
}

/** SHA-256 of a certificate's DER, lower-case hex. */
export function fingerprintOf(certificate: x509.X509Certificate): string {
  return createHash("sha256").update(new Uint8Array(certificate.rawData)).digest("hex");
}

/** PEM text with a closing newline. */
export function certificatePem(certificate: x509.X509Certificate): string {
  return `${certificate.toString("pem")}\n`;
}

/** Reads one PEM certificate. @throws on anything else */
export function certificateFromPem(pem: string): x509.X509Certificate {
  return new x509.X509Certificate(pem);
}

/** 127 random bits: positive and never shortened (RFC 5280 §4.1.2.2). */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes.toString("hex");
}
