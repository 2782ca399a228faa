import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import { readIfThere, writeDurably } from "../store/durable-file.ts";
import {
  certificateFromPem,
  certificatePem,
  type Issuer,
  makeCaCertificate,
} from "./certificate.ts";
import { ensureKeyPair } from "./key-file.ts";

/**
 * The centre's CA: `ca.pem` and `ca-key.pem` in the keys folder, made at the first start.
 * @throws GatehouseError `store.wrong-key` when the key is missing or does not fit the certificate
 */
export async function openCa(keysFolder: string): Promise<Issuer> {
  const certificateFile = join(keysFolder, "ca.pem");
  const keyFile = join(keysFolder, "ca-key.pem");
  const known = await readIfThere(certificateFile);
  // A CA whose key is lost must not be replaced in silence: every station pins it.
  if (known !== null && (await readIfThere(keyFile)) === null) {
    throw new GatehouseError("store.wrong-key", `${keyFile} is missing`);
  }
  const keys = await ensureKeyPair(keyFile);
  if (known === null) {
    const name = `Gatehouse CA ${randomBytes(4).toString("hex")}`;
    await writeDurably(certificateFile, certificatePem(await makeCaCertificate(name, keys)), 0o644);
  }
  const pem = known ?? (await readIfThere(certificateFile));
  const certificate = certificateFromPem(pem?.toString() ?? "");
  if (await certificate.verify({ publicKey: keys.publicKey, signatureOnly: true })) {
    return { certificate, keys };
  }
  throw new GatehouseError("store.wrong-key", `${keyFile} does not fit ${certificateFile}`);
}
