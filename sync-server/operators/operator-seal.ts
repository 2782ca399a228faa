import { createHmac, hkdfSync } from "node:crypto";
import { GH1 } from "@gatehouse/protocols/crypto-suite";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import { z } from "zod";
import { seal, unseal } from "../store/sealing.ts";

/** Domain separation: this key hashes badges and nothing else. */
const LOOKUP_KEY_INFO = "gatehouse operator badge v1";

const secretsSchema = z.strictObject({
  name: z.string(),
  badge: z.string().nullable(),
  pin: z.strictObject({
    salt: z.string(),
    hash: z.string(),
    memoryKiB: z.number(),
    passes: z.number(),
  }),
});
/** What of a person lies sealed. */
export type OperatorSecrets = z.infer<typeof secretsSchema>;

/** Seals persons under the centre's key, and finds badges without opening any. */
export interface OperatorSeal {
  seal(operatorId: string, secrets: OperatorSecrets): Buffer;
  /** @throws GatehouseError `store.wrong-key` when it was sealed under another key or for another person */
  open(operatorId: string, sealed: Uint8Array): OperatorSecrets;
  /** Keyed hash of a badge's text, base64url. */
  lookup(badge: string): string;
}

/** @param key the centre's store key, 32 bytes */
export function createOperatorSeal(key: Uint8Array): OperatorSeal {
  const lookupKey = Buffer.from(hkdfSync(GH1.digest, key, "", LOOKUP_KEY_INFO, GH1.sealKeyBytes));
  return {
    seal: (operatorId, secrets) => seal(key, Buffer.from(JSON.stringify(secrets)), operatorId),
    open(operatorId, sealed) {
      const opened = unseal(key, sealed, operatorId);
      if (!opened.ok) throw new GatehouseError("store.wrong-key", `operator: ${opened.reason}`);
      return secretsSchema.parse(JSON.parse(opened.value.toString()));
    },
    lookup: (badge) => createHmac(GH1.digest, lookupKey).update(badge).digest("base64url"),
  };
}
