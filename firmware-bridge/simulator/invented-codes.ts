/** An invented code and how its symbol would be announced. */
export interface InventedCode {
  readonly text: string;
  readonly aimId: string;
}

/** Signs that people do not mix up (no 0 O 1 I L U). */
const SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A repeatable stream of numbers in 0..1 (Marsaglia's xorshift32 with shifts 13, 17, 5). */
export function seededRandom(seed: number): () => number {
  let state = Math.trunc(seed) | 0 || 0x9e3779b9;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/**
 * The next code of a busy day: mostly passes, some tube labels and staff badges. All of it is
 * made up; none has the shape of an identity number (17 digits and a check character).
 */
export function inventCode(random: () => number): InventedCode {
  const kind = random();
  if (kind < 0.7) return { text: `PASS-${signs(random, 4)}-${signs(random, 6)}`, aimId: "]Q1" };
  if (kind < 0.9) return { text: `T${digits(random, 9)}`, aimId: "]C0" };
  return { text: `BADGE-${digits(random, 4)}`, aimId: "]A0" };
}

function signs(random: () => number, count: number): string {
  return pick(random, SIGNS, count);
}

function digits(random: () => number, count: number): string {
  return pick(random, "0123456789", count);
}

function pick(random: () => number, alphabet: string, count: number): string {
  const draw = () => alphabet.charAt(Math.floor(random() * alphabet.length));
  return Array.from({ length: count }, draw).join("");
}
