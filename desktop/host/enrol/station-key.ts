import "reflect-metadata";
import { createPrivateKey, generateKeyPairSync, type KeyObject, webcrypto } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { GH1 } from "@gatehouse/protocols/crypto-suite";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import * as x509 from "@peculiar/x509";
import { readTextIfThere } from "../json-text.ts";
import { writeFileDurably } from "../store/durable-file.ts";

/** P-256 by OpenSSL's name. */
const CURVE = "prime256v1";

/**
 * The station's own key, made and on disk (0600) before anything is asked with it: after a power
 * cut in the middle of enrolment the same code and the same key get the same certificate.
 * @returns PKCS #8 PEM
 * @throws GatehouseError `config.invalid` when the file holds something else
 */
export function ensureStationKey(folder: string): string {
  const known = readStationKey(folder);
  if (known !== null) return known;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: GH1.tlsCurve });
  const pem = String(privateKey.export({ type: "pkcs8", format: "pem" }));
  writeFileDurably(keyPath(folder), Buffer.from(pem), 0o600);
  return pem;
}

/**
 * The key that `ensureStationKey` made; null when there is none.
 * @throws GatehouseError `config.invalid` when the file holds something else
 */
export function readStationKey(folder: string): string | null {
  const path = keyPath(folder);
  const pem = readTextIfThere(path);
  if (pem === null) return null;
  if (curveOf(pem) !== CURVE) throw new GatehouseError("config.invalid", `${path}: no P-256 key`);
  return pem;
}

/** A PKCS #10 request (RFC 2986) that proves the key; its subject is for a human reader only. */
export async function certificateRequest(keyPem: string): Promise<string> {
  const algorithm = { name: "ECDSA", namedCurve: GH1.tlsCurve, hash: "SHA-256" };
  const jwk = createPrivateKey(keyPem).export({ format: "jwk" });
  const { d: _secret, ...publicJwk } = jwk;
  const keys = {
    privateKey: await webcrypto.subtle.importKey("jwk", jwk, algorithm, false, ["sign"]),
    publicKey: await webcrypto.subtle.importKey("jwk", publicJwk, algorithm, true, ["verify"]),
  };
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: [{ CN: ["gatehouse station"] }],
    keys,
    signingAlgorithm: algorithm,
  });
  return request.toString("pem");
}

function keyPath(folder: string): string {
  return join(folder, "station.key");
}

function curveOf(pem: string): string | undefined {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    // OpenSSL answers bad PEM by throwing; to us both are "not our key".
    return undefined;
  }
  return key.asymmetricKeyDetails?.namedCurve;
}
