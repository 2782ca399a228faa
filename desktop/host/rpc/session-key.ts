import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { RandomBytes } from "../digests.ts";
import { writeFileDurably } from "../store/durable-file.ts";

const KEY_FILE = "window.key";
const KEY_BYTES = 32;

/** The key that signs the windows' sessions, made on first use; a damaged one is replaced. */
export function loadSessionKey(dataFolder: string, random: RandomBytes): Uint8Array {
  const path = join(dataFolder, KEY_FILE);
  const known = existsSync(path) ? readFileSync(path) : null;
  if (known?.length === KEY_BYTES) return known;
  const key = random(KEY_BYTES);
  writeFileDurably(path, key, 0o600);
  return key;
}
