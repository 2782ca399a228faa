import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  X509Certificate,
} from "node:crypto";
import { join } from "node:path";
import { BUNDLE_SIGNER_NAME, type Bundle, signedTextOf } from "@gatehouse/protocols/bundle/bundle";
import { GH1 } from "@gatehouse/protocols/crypto-suite";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import { createDurably, readIfThere } from "../store/durable-file.ts";
import { openCa } from "./ca.ts";
import { certificatePem, makeEndCertificate } from "./certificate.ts";

/** What is said of a bundle before it is signed. */
export type UnsignedBundle = Pick<
  Bundle,
  "kind" | "version" | "issuedAtMs" | "expiresAtMs" | "body"
>;

/** The centre's key for lists that stations act by. */
export interface BundleSigner {
  /** Certificate by the CA that stations pin, PEM. */
  readonly certificatePem: string;
  /** Signs with Ed25519 (GW-40). */
  sign(bundle: UnsignedBundle): Bundle;
}

/**
 * Opens the signer: `bundle-key.pem` (PKCS #8, mode 0600) and `bundle-signer.pem`, made at the first
 * call. Several processes may call at once: whoever is first makes each file, all go by it.
 * @throws GatehouseError `store.wrong-key` when key, certificate and CA do not belong together
 */
export async function openBundleSigner(keysFolder: string): Promise<BundleSigner> {
  const certificateFile = join(keysFolder, "bundle-signer.pem");
  const keyFile = join(keysFolder, "bundle-key.pem");
  const known = await readIfThere(certificateFile);
  if (known !== null && (await readIfThere(keyFile)) === null) {
    throw new GatehouseError("store.wrong-key", `${keyFile} is missing`);
  }
  const key = await ensureKey(keyFile);
  if (known === null) await createDurably(certificateFile, await certify(keysFolder, key));
  const pem = (known ?? (await readIfThere(certificateFile)))?.toString() ?? "";
  if (!(await isOurs(pem, key, keysFolder))) {
    throw new GatehouseError("store.wrong-key", `${keyFile} does not fit ${certificateFile}`);
  }
  return { certificatePem: pem, sign: (bundle) => signed(bundle, pem, key) };
}

async function ensureKey(path: string): Promise<KeyObject> {
  if ((await readIfThere(path)) === null) {
    const { privateKey } = generateKeyPairSync(GH1.signature);
    await createDurably(path, privateKey.export({ type: "pkcs8", format: "pem" }));
  }
  const key = keyFromPem((await readIfThere(path))?.toString() ?? "");
  if (key?.asymmetricKeyType === GH1.signature) return key;
  throw new GatehouseError("store.wrong-key", `${path} is damaged`);
}

function keyFromPem(pem: string): KeyObject | null {
  try {
    return createPrivateKey(pem);
  } catch {
    // OpenSSL answers anything that is no key by throwing.
    return null;
  }
}

async function certify(keysFolder: string, key: KeyObject): Promise<string> {
  const certificate = await makeEndCertificate(await openCa(keysFolder), {
    commonName: BUNDLE_SIGNER_NAME,
    publicKey: createPublicKey(key).export({ type: "spki", format: "der" }),
    usages: [],
  });
  return certificatePem(certificate);
}

/** Stations judge in the same way; a list that they would refuse must not go out. */
async function isOurs(pem: string, key: KeyObject, keysFolder: string): Promise<boolean> {
  const ca = new X509Certificate(certificatePem((await openCa(keysFolder)).certificate));
  const certificate = certificateOf(pem);
  return certificate?.checkPrivateKey(key) === true && certificate.verify(ca.publicKey);
}

function certificateOf(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem);
  } catch {
    return null;
  }
}

function signed(bundle: UnsignedBundle, signerPem: string, key: KeyObject): Bundle {
  const whole = { v: 1, suite: GH1.name, ...bundle, signerPem } as const;
  // Ed25519 hashes inside: no digest is named (RFC 8032 §5.1).
  const signature = sign(null, Buffer.from(signedTextOf(whole), "utf8"), key);
  return { ...whole, signature: signature.toString("base64url") };
}
