/** Start bit, 8 data bits, parity or second stop bit, stop bit: the longest that a character can be. */
const BITS_PER_CHARACTER = 11;
/** Above 19200 the silence no longer shrinks with the characters. */
const FIXED_SILENCE_MS = 1.75;

/** How long `characters` are on the wire, ms. */
export function wireTimeMs(characters: number, baudRate: number): number {
  return (characters * BITS_PER_CHARACTER * 1_000) / baudRate;
}

/**
 * Silence between two frames, ms: 3.5 characters, at least 1.75 ms.
 * Source: MODBUS over Serial Line V1.02, §2.5.1.1.
 */
export function frameSilenceMs(baudRate: number): number {
  return baudRate > 19_200 ? FIXED_SILENCE_MS : wireTimeMs(3.5, baudRate);
}
