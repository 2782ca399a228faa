import { argon2, hash } from "node:crypto";
import { promisify } from "node:util";
import type { Bundle } from "@gatehouse/protocols/bundle/bundle";
import type { Operator, OperatorsBody } from "@gatehouse/protocols/bundle/operators";
import { GH1 } from "@gatehouse/protocols/crypto-suite";
import type { Role } from "@gatehouse/protocols/duty/roles";
import { makeTestSigner, type TestSigner } from "../bundle/test-signer.ts";
import { nodeDigests } from "../digests.ts";

/** As little as a list may ask for, so that tests are quick. */
const COST = { memoryKiB: 8_192, passes: 1 } as const;
const BADGE_SALT = hash(GH1.digest, "badge salt of the tests", "base64url");

/** One person of the tests, with what only he knows. */
export interface TestPerson {
  readonly operatorId: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** Text of the badge. */
  readonly badge: string;
  readonly pin: string;
  readonly validUntilMs?: number;
}

/** Those whom every list of the tests holds. */
export const TEST_PEOPLE = {
  guard: person("G-1001", "王卫", "guard", "731946"),
  sampler: person("S-2001", "李采", "sampler", "284617"),
  registrar: person("R-3001", "赵登", "registrar", "596028"),
  ops: person("E-4001", "陈维", "ops", "417385"),
  supervisor: person("B-5001", "周班", "supervisor", "860253"),
} as const satisfies Record<string, TestPerson>;

/** What may be different about a list. */
export interface TestListOptions {
  /** 1 where nothing is said. */
  readonly version?: number;
  /** `TEST_PEOPLE` where nothing is said. */
  readonly people?: readonly TestPerson[];
  readonly expiresAtMs?: number | null;
}

/** A centre that issues lists of operators. */
export interface TestOperators {
  /** The CA that a station pins. */
  readonly caPem: string;
  /** The first list. */
  readonly bundle: Bundle;
  readonly people: typeof TEST_PEOPLE;
  /** Another list under the same CA and key. */
  issue(options?: TestListOptions): Promise<Bundle>;
}

/**
 * A CA, its key for bundles and a signed list with one person of each role.
 * @param signer of another CA than one that is made for it
 */
export async function testOperators(
  signer?: TestSigner & Pick<TestOperators, "caPem">,
): Promise<TestOperators> {
  const { caPem, sign } = signer ?? (await makeTestSigner());
  async function issue(options: TestListOptions = {}): Promise<Bundle> {
    const { version = 1, people = Object.values(TEST_PEOPLE), expiresAtMs = null } = options;
    const operators = await Promise.all(people.map(operatorOf));
    const body: OperatorsBody = { badgeSalt: BADGE_SALT, operators };
    return sign({ kind: "operators", version, expiresAtMs, body: { ...body } });
  }
  return { caPem, bundle: await issue(), people: TEST_PEOPLE, issue };
}

/** A further person; the badge's text and, where none is given, the PIN follow from the number. */
export function person(operatorId: string, name: string, role: Role, pin = "135790"): TestPerson {
  return { operatorId, name, roles: [role], badge: `badge:${operatorId}:7f3a`, pin };
}

async function operatorOf(one: TestPerson): Promise<Operator> {
  const nonce = Buffer.from(hash(GH1.digest, one.operatorId, "buffer").subarray(0, 16));
  const tag = await promisify(argon2)("argon2id", {
    message: one.pin,
    nonce,
    parallelism: 1,
    tagLength: 32,
    memory: COST.memoryKiB,
    passes: COST.passes,
  });
  return {
    operatorId: one.operatorId,
    name: one.name,
    roles: [...one.roles],
    badgeHash: nodeDigests.mac(GH1.digest, BADGE_SALT, one.badge),
    pin: { salt: nonce.toString("base64url"), hash: tag.toString("base64url"), ...COST },
    validUntilMs: one.validUntilMs ?? null,
  };
}
