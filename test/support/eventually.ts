import { setTimeout as delay } from "node:timers/promises";

const DEADLINE_MS = 20_000;
const STEP_MS = 10;

/**
 * Asks again and again until the answer is something.
 * @param read null or undefined for "not yet"
 */
export async function eventually<Value>(
  what: string,
  read: () => Promise<Value | null | undefined> | Value | null | undefined,
): Promise<Value> {
  for (let waitedMs = 0; waitedMs < DEADLINE_MS; waitedMs += STEP_MS) {
    const value = await read();
    if (value !== null && value !== undefined) return value;
    await delay(STEP_MS);
  }
  throw new Error(`did not happen in time: ${what}`);
}
