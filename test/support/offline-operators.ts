import { argon2Sync, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { BUNDLE_SIGNER_NAME, type Bundle, signedTextOf } from "@gatehouse/protocols/bundle/bundle";
import type { OperatorsBody } from "@gatehouse/protocols/bundle/operators";
import { OFFLINE_GUARD } from "./offline-guard.ts";
import type { TestCa } from "./test-ca.ts";

/** As little as a list may ask for, so that tests are quick. */
const COST = { memoryKiB: 8_192, passes: 1 } as const;

/** A signed list of operators with that guard in it. */
export async function offlineOperators(ca: TestCa): Promise<Bundle> {
  const salt = randomBytes(16);
  const hash = argon2Sync("argon2id", {
    message: OFFLINE_GUARD.pin,
    nonce: salt,
    parallelism: 1,
    tagLength: 32,
    memory: COST.memoryKiB,
    passes: COST.passes,
  });
  const body: OperatorsBody = {
    badgeSalt: randomBytes(32).toString("base64url"),
    operators: [
      {
        operatorId: OFFLINE_GUARD.operatorId,
        name: OFFLINE_GUARD.name,
        roles: ["guard"],
        badgeHash: null,
        pin: { salt: salt.toString("base64url"), hash: hash.toString("base64url"), ...COST },
        validUntilMs: null,
      },
    ],
  };
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const spki = publicKey.export({ type: "spki", format: "der" });
  const unsigned: Omit<Bundle, "signature"> = {
    v: 1,
    kind: "operators",
    version: 1,
    issuedAtMs: Date.now(),
    expiresAtMs: null,
    suite: "gh1",
    body: { ...body },
    signerPem: await ca.certify(BUNDLE_SIGNER_NAME, spki),
  };
  const signature = sign(null, Buffer.from(signedTextOf(unsigned)), privateKey);
  return { ...unsigned, signature: signature.toString("base64url") };
}
