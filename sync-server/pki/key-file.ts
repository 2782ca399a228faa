import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import { createDurably, readIfThere } from "../store/durable-file.ts";
import { generateKeyPair, type KeyPair, keyPairFromPem, privateKeyPem } from "./certificate.ts";

/**
 * The pair in a PKCS #8 PEM file, mode 0600, made first if there is none.
 * @throws GatehouseError `store.wrong-key` when the file holds something else
 */
export async function ensureKeyPair(path: string): Promise<KeyPair> {
  if ((await readIfThere(path)) === null) {
    await createDurably(path, await privateKeyPem(await generateKeyPair()));
  }
  const pem = (await readIfThere(path))?.toString() ?? "";
  try {
    return await keyPairFromPem(pem);
  } catch (cause) {
    throw new GatehouseError("store.wrong-key", { detail: `${path} is damaged`, cause });
  }
}
