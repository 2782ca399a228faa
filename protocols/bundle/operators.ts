import { z } from "zod";
import { roleSchema } from "../duty/roles.ts";
import { fail, ok, type Result } from "../result.ts";

/** Digits of a PIN. */
export const PIN_PATTERN = /^\d{6}$/;
/** Operators in one bundle: what fits in one message. */
export const MAX_OPERATORS = 500;

const digest = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const timeMs = z.number().int().min(0).max(8.64e15);

/** One person who may stand at a post. */
const operatorSchema = z.strictObject({
  /** The number by which staff know each other (工号); may be typed in place of the badge. */
  operatorId: z.string().regex(/^[A-Za-z0-9-]{1,32}$/),
  name: z.string().min(1).max(50),
  roles: z.array(roleSchema).min(1).max(8),
  /** HMAC-SHA-256 of the badge's text under the bundle's `badgeSalt`, base64url; null without a badge. */
  badgeHash: digest.nullable(),
  /** Argon2id of the PIN. */
  pin: z.strictObject({
    salt: z.string().regex(/^[A-Za-z0-9_-]{22}$/),
    hash: digest,
    memoryKiB: z.number().int().min(8_192).max(65_536),
    passes: z.number().int().min(1).max(8),
  }),
  validUntilMs: timeMs.nullable(),
});
/** See `operatorSchema`. */
export type Operator = z.infer<typeof operatorSchema>;

const operatorsSchema = z.strictObject({
  /** Key of the badge hashes, base64url; new with each issue. */
  badgeSalt: digest,
  operators: z.array(operatorSchema).max(MAX_OPERATORS),
});
/** Body of the bundle `operators`. */
export type OperatorsBody = z.infer<typeof operatorsSchema>;

/** Reads the body of the bundle `operators`. */
export function parseOperators(body: unknown): Result<OperatorsBody, "malformed-body"> {
  const parsed = operatorsSchema.safeParse(body);
  if (parsed.success) return ok(parsed.data);
  return fail("malformed-body", parsed.error.issues[0]?.path.join("."));
}
