import { createPrivateKey, X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { join } from "node:path";
import { readIfThere, writeDurably } from "../store/durable-file.ts";
import {
  certificateFromPem,
  certificatePem,
  type Issuer,
  makeEndCertificate,
  privateKeyPem,
} from "./certificate.ts";
import { ensureKeyPair } from "./key-file.ts";

/** How this machine reaches itself. */
const LOOPBACK_NAMES = ["localhost", "127.0.0.1", "::1"] as const;

/** What the server certificate must say and who signs it. */
export interface ServerCertificateOptions {
  readonly keysFolder: string;
  readonly names: readonly string[];
  readonly ca: Issuer;
}

/** The server's key and its certificate, as PEM. The certificate is issued again when names or the CA changed. */
export async function ensureServerCertificate(options: ServerCertificateOptions) {
  const keys = await ensureKeyPair(join(options.keysFolder, "server-key.pem"));
  const keyPem = await privateKeyPem(keys);
  const file = join(options.keysFolder, "server.pem");
  const names = [...new Set([...LOOPBACK_NAMES, ...options.names])];
  const known = (await readIfThere(file))?.toString();
  if (known !== undefined && (await isCurrent(known, names, options.ca, keyPem))) {
    return { keyPem, certificatePem: known };
  }
  const certificate = await makeEndCertificate(options.ca, {
    commonName: "gatehouse-centre",
    publicKey: keys.publicKey,
    usages: ["server"],
    names,
  });
  const pem = certificatePem(certificate);
  await writeDurably(file, pem, 0o644);
  return { keyPem, certificatePem: pem };
}

async function isCurrent(pem: string, names: readonly string[], ca: Issuer, keyPem: string) {
  const certificate = new X509Certificate(pem);
  if (!certificate.checkPrivateKey(createPrivateKey(keyPem))) return false;
  const isOurs = await certificateFromPem(pem).verify({
    publicKey: ca.keys.publicKey,
    signatureOnly: true,
  });
  const covered = names.every((name) =>
    isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name),
  );
  return isOurs && covered;
}
