import { argon2 } from "node:crypto";
import type { Operator } from "@gatehouse/protocols/bundle/operators";

/** Random bytes, passed in. */
export type RandomBytes = (count: number) => Uint8Array;

/** What is kept of a PIN: enough to check one, not to read it. */
export type PinVerifier = Operator["pin"];

const DIGITS = 6;
const PINS = 10 ** DIGITS;
/** 2^24 draws; those beyond a multiple of the PINs are drawn again, so that each is as likely. */
const FAIR_DRAWS = Math.floor(2 ** 24 / PINS) * PINS;
/** Four of a thousand are trivial; a hundred refused in a row are a broken random source. */
const MAX_DRAWS = 100;
/** OWASP's first choice for argon2id at 19 MiB: two passes, one lane; about 40 ms. */
const COST = { memoryKiB: 19_456, passes: 2 } as const;
const SALT_BYTES = 16;
const TAG_BYTES = 32;

/** A new PIN: six digits, none that a person would try first. */
export function newPin(randomBytes: RandomBytes): string {
  for (let draw = 0; draw < MAX_DRAWS; draw += 1) {
    const [high = 0, middle = 0, low = 0] = randomBytes(3);
    const number = (high << 16) | (middle << 8) | low;
    const pin = String(number % PINS).padStart(DIGITS, "0");
    if (number < FAIR_DRAWS && !isTrivial(pin)) return pin;
  }
  throw new Error("no PIN: the random source repeats itself");
}

/** One or two different digits, an even staircase (123456, 975319) or the same half twice (482482). */
function isTrivial(pin: string): boolean {
  const digits = Array.from(pin, Number);
  const steps = digits.slice(1).map((digit, at) => (digit - (digits[at] ?? 0) + 10) % 10);
  const half = DIGITS / 2;
  return (
    new Set(digits).size < 3 || new Set(steps).size === 1 || pin.slice(0, half) === pin.slice(half)
  );
}

/** Hashes a PIN with argon2id under a new salt, off the event loop. */
export async function makePinVerifier(pin: string, randomBytes: RandomBytes): Promise<PinVerifier> {
  const salt = Buffer.from(randomBytes(SALT_BYTES));
  const hash = await argon2id(pin, salt);
  return { salt: salt.toString("base64url"), hash: hash.toString("base64url"), ...COST };
}

function argon2id(message: string, nonce: Buffer): Promise<Buffer> {
  const { memoryKiB: memory, passes } = COST;
  const parameters = { message, nonce, parallelism: 1, tagLength: TAG_BYTES, memory, passes };
  return new Promise((resolve, reject) => {
    argon2("argon2id", parameters, (error, tag) => {
      if (error) reject(error);
      else resolve(tag);
    });
  });
}
