import { scrypt } from "node:crypto";
import { ENROL_CODE_PATTERN } from "@gatehouse/protocols/wire/enrolment";

/** Crockford's 32 signs: no I, L, O, U. */
const SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CODE_LENGTH = 12;
const LOCATOR_LENGTH = 4;
/** Memory-hard and about 40 ms: 40 bits of secret outlast their 15 minutes even with the table stolen. */
const SCRYPT = { N: 16_384, r: 8, p: 1 } as const;
const HASH_BYTES = 32;

/** Random bytes, passed in. */
export type RandomBytes = (count: number) => Uint8Array;

/** A one-time code: the locator finds its row, the secret proves it. */
export interface EnrolCode {
  readonly text: string;
  readonly locator: string;
  readonly secret: string;
}

/** A new code, 60 random bits. */
export function generateCode(randomBytes: RandomBytes): EnrolCode {
  return splitCode(randomSigns(randomBytes, CODE_LENGTH));
}

/** Takes a code apart that matched `ENROL_CODE_PATTERN`. */
export function splitCode(text: string): EnrolCode {
  if (!ENROL_CODE_PATTERN.test(text)) throw new TypeError("not an enrolment code");
  return { text, locator: text.slice(0, LOCATOR_LENGTH), secret: text.slice(LOCATOR_LENGTH) };
}

/** What is stored of the secret: scrypt under the locator as salt, 32 bytes. */
export function hashSecret(code: EnrolCode): Promise<Buffer> {
  const salt = `gatehouse enrolment ${code.locator}`;
  return new Promise((resolve, reject) => {
    scrypt(code.secret, salt, HASH_BYTES, SCRYPT, (error, hash) => {
      if (error) reject(error);
      else resolve(hash);
    });
  });
}

/** A random station id, `st-` and 8 signs in lower case. */
export function generateStationId(randomBytes: RandomBytes): string {
  return `st-${randomSigns(randomBytes, 8).toLowerCase()}`;
}

/** 256 is a multiple of 32, so the remainder is unbiased. */
function randomSigns(randomBytes: RandomBytes, count: number): string {
  return Array.from(randomBytes(count), (byte) => SIGNS.charAt(byte % SIGNS.length)).join("");
}
