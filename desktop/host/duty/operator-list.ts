import type { Bundle } from "@gatehouse/protocols/bundle/bundle";
import {
  type Operator,
  type OperatorsBody,
  parseOperators,
} from "@gatehouse/protocols/bundle/operators";
import { GH1 } from "@gatehouse/protocols/crypto-suite";
import { type PostRole, ROLES_AT, type Role } from "@gatehouse/protocols/duty/roles";
import type { EventHeader } from "@gatehouse/protocols/event/envelope";
import { fail, ok, type Result } from "@gatehouse/protocols/result";
import { nodeDigests } from "../digests.ts";
import type { PinVerifier } from "./pin.ts";

/** A person in the role in which he acts, as events name him. */
export type Actor = EventHeader["actors"][number];
/** Why somebody may not act. */
export type StandingFault = "unknown" | "expired" | "no-role";

/** Nobody's PIN, for a list without persons. */
const NOBODYS_PIN: PinVerifier = {
  salt: "A".repeat(22),
  hash: "A".repeat(43),
  memoryKiB: 8_192,
  passes: 1,
};

/** The persons who may stand at a post, as one bundle names them. */
export class OperatorList {
  readonly version: number;
  readonly issuedAtMs: number;
  readonly expiresAtMs: number | null;
  /** A PIN that nobody has, and that takes as long to check as a known person's. */
  readonly decoyPin: PinVerifier;
  readonly #badgeSalt: string;
  readonly #operators: readonly Operator[];
  readonly #byNumber = new Map<string, Operator>();
  readonly #byBadge = new Map<string, Operator>();

  private constructor(bundle: Bundle, { badgeSalt, operators }: OperatorsBody) {
    this.version = bundle.version;
    this.issuedAtMs = bundle.issuedAtMs;
    this.expiresAtMs = bundle.expiresAtMs;
    this.#badgeSalt = badgeSalt;
    this.#operators = operators;
    this.decoyPin = { ...NOBODYS_PIN, ...costOf(operators[0]) };
    for (const operator of operators) {
      this.#byNumber.set(numberKey(operator.operatorId), operator);
      if (operator.badgeHash !== null) this.#byBadge.set(operator.badgeHash, operator);
    }
  }

  /** Reads the list in a bundle; whose bundle it is, is decided before. */
  static from(bundle: Bundle): Result<OperatorList, "malformed-body"> {
    const body = parseOperators(bundle.body);
    return body.ok ? ok(new OperatorList(bundle, body.value)) : body;
  }

  /** By operator number, whatever its case. */
  byNumber(operatorId: string): Operator | null {
    return this.#byNumber.get(numberKey(operatorId)) ?? null;
  }

  /** By the exact text of a badge. */
  byBadge(text: string): Operator | null {
    return this.#byBadge.get(nodeDigests.mac(GH1.digest, this.#badgeSalt, text)) ?? null;
  }

  /** By what somebody says: an operator number, or the text of a badge. */
  find(who: string): Operator | null {
    return this.byNumber(who.trim()) ?? this.byBadge(who);
  }

  /** In which of `roles` somebody acts now: the first that he has. */
  standing(
    operatorId: string,
    roles: readonly Role[],
    nowMs: number,
  ): Result<Actor, StandingFault> {
    const operator = this.byNumber(operatorId);
    if (!operator) return fail("unknown");
    if (operator.validUntilMs !== null && nowMs > operator.validUntilMs) return fail("expired");
    const role = roles.find((one) => operator.roles.includes(one));
    return role ? ok({ operatorId: operator.operatorId, role }) : fail("no-role");
  }

  /** How many may stand at a post now. */
  eligible(post: PostRole, nowMs: number): number {
    const isEligible = ({ operatorId }: Operator) =>
      this.standing(operatorId, ROLES_AT[post], nowMs).ok;
    return this.#operators.filter(isEligible).length;
  }
}

function numberKey(operatorId: string): string {
  return operatorId.toLowerCase();
}

function costOf(operator: Operator | undefined): Partial<PinVerifier> {
  if (!operator) return {};
  const { memoryKiB, passes } = operator.pin;
  return { memoryKiB, passes };
}
